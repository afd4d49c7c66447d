package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.adapters.dialects.request.Oddity;
import dev.chasqui.adapters.dialects.request.SliceSource;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.ChatRequest.Form;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Serves clients that speak Ollama's native API.
 *
 * <p>Stricter than an Ollama in three things, so that two readers of one body cannot disagree: the
 * names of members are in lower case, none is repeated, and nothing stands after the body's end.
 */
public final class OllamaClientCodec implements ClientCodec {
    private final InstantSource clock;

    /** Tells the time of each piece of a reply by the system's clock. */
    public OllamaClientCodec() {
        this(InstantSource.system());
    }

    /**
     * @param clock tells the time of each piece of a reply, and measures what a backend does not
     */
    public OllamaClientCodec(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Incoming decode(Operation operation, byte[] body) {
        if (body.length == 0) {
            throw new FailureException(
                    new Failure.Invalid(Optional.empty(), "missing request body"));
        }
        BodyScan scan = BodyScan.of(body);
        String model =
                scan.text("model")
                        .filter(name -> !name.isBlank())
                        .orElseThrow(
                                () ->
                                        new FailureException(
                                                new Failure.Invalid("model", "model is required")));
        checkTypes(operation, scan);
        if (scan.hasAny(Oddity.WRONG_KIND, Oddity.PARTS, Oddity.TEXT_ARGUMENTS)) {
            // Whether that is wrong the reader says, with the name of the field.
            conversation(operation, scan);
        }
        OllamaSource source = new OllamaSource(scan, operation);
        if (asksNothing(operation, scan)) {
            return load(new LoadRequest(model, source.keepAlive(), Optional.of(source)), operation);
        }
        Form form = form(operation, scan);
        ChatRequest request =
                ChatRequest.decoded(
                        model,
                        form,
                        scan.flag("stream").orElse(true),
                        mayHoldCommands(form, scan),
                        () -> conversation(operation, scan),
                        source);
        return new Incoming.Chat(request, agents(scan));
    }

    /** Looks at the first byte of each value only; the rest is read when somebody asks for it. */
    private static void checkTypes(Operation operation, BodyScan scan) {
        scan.expect("options", JsonKind.OBJECT);
        scan.expect("format", JsonKind.STRING, JsonKind.OBJECT);
        scan.expect("think", JsonKind.FLAG, JsonKind.STRING);
        switch (operation) {
            case CHAT -> {
                scan.expect("messages", JsonKind.ARRAY);
                scan.expect("tools", JsonKind.ARRAY);
                for (int i = 0; i < scan.messages().size(); i++) {
                    BodyScan.Range message = scan.messages().get(i);
                    if (message.kind() != JsonKind.OBJECT) {
                        throw Invalid.value(
                                "messages[" + i + "]", scan.body(), message, "an object");
                    }
                }
            }
            case GENERATE -> {
                for (String text : List.of("prompt", "system", "suffix", "template")) {
                    scan.expect(text, JsonKind.STRING);
                }
                scan.expect("images", JsonKind.ARRAY);
            }
        }
    }

    /** Without anything to say to the model, an Ollama loads or unloads it. */
    private static boolean asksNothing(Operation operation, BodyScan scan) {
        return switch (operation) {
            case CHAT -> scan.messages().isEmpty();
            case GENERATE -> isEmpty(scan, "prompt") && isEmpty(scan, "images");
        };
    }

    private Incoming.Load load(LoadRequest request, Operation operation) {
        ReplyEvent done =
                new ReplyEvent.Finish(request.unloads() ? FinishReason.UNLOAD : FinishReason.LOAD);
        return new Incoming.Load(
                request,
                head ->
                        new OllamaWholeReply(
                                        new OllamaReplyWriter(
                                                operation, request.model(), false, head.backend()),
                                        List.of(done))
                                .write(head.createdAt(), clock.instant()));
    }

    private static Form form(Operation operation, BodyScan scan) {
        return switch (operation) {
            case CHAT -> Form.CHAT;
            case GENERATE ->
                    scan.flag("raw").orElse(false) || !isEmpty(scan, "suffix")
                            ? Form.RAW
                            : Form.PROMPT;
        };
    }

    /** Whether a string or an array is missing or has nothing in it; without decoding it. */
    private static boolean isEmpty(BodyScan scan, String name) {
        BodyScan.Range at = scan.present(name);
        if (at == null) {
            return true;
        }
        int first = at.from() + 1;
        while (at.kind() == JsonKind.ARRAY && scan.body()[first] <= ' ') {
            first++;
        }
        return first == at.to() - 1;
    }

    private static boolean mayHoldCommands(Form form, BodyScan scan) {
        return switch (form) {
            case CHAT -> scan.slashed();
            case PROMPT -> scan.slashed("prompt");
            case RAW -> false;
        };
    }

    private static Conversation conversation(Operation operation, BodyScan scan) {
        Json.Obj body = (Json.Obj) JsonReader.readRequest(scan.body(), 0, scan.body().length);
        return switch (operation) {
            case CHAT ->
                    OllamaRequestReader.chat(
                            body,
                            i -> SliceSource.of(scan, scan.messages().get(i), Dialect.OLLAMA));
            case GENERATE -> OllamaRequestReader.generate(body);
        };
    }

    private static List<String> agents(BodyScan scan) {
        return scan.value("agents")
                .map(agents -> Json.Obj.EMPTY.with("agents", agents))
                .map(body -> new Members("", body).texts("agents"))
                .orElse(List.of());
    }

    @Override
    public StreamEncoder streamEncoder(
            Operation operation, Incoming.Chat incoming, ReplyHead head) {
        return new OllamaStreamEncoder(
                OllamaReplyWriter.of(operation, incoming.request(), head),
                head.createdAt(),
                clock,
                thinkingWanted(incoming.request()));
    }

    /** Looks into the body, so that a request that nobody read need not be decoded for it. */
    private static boolean thinkingWanted(ChatRequest request) {
        if (!(request.source().orElse(null) instanceof OllamaSource(BodyScan scan, var _))) {
            return false;
        }
        return switch (scan.value("think").orElse(Json.Null.NULL)) {
            case Json.Bool(boolean on) -> on;
            case Json.Str _ -> true;
            case Json.Obj _, Json.Arr _, Json.Num _, Json.Null _ -> false;
        };
    }

    @Override
    public byte[] whole(
            Operation operation, Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events) {
        return new OllamaWholeReply(
                        OllamaReplyWriter.of(operation, incoming.request(), head), events)
                .write(head.createdAt(), clock.instant());
    }

    @Override
    public int status(Failure failure) {
        return OllamaFailures.status(failure);
    }

    @Override
    public byte[] error(Failure failure) {
        return OllamaFailures.body(failure);
    }
}

package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.adapters.dialects.request.Oddity;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.ChatRequest.Form;
import dev.chasqui.domain.chat.Conversation;
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
 * An operation of Ollama's dialect, with the common parts of its two paths. Stateless.
 *
 * <p>It is stricter than an Ollama in three points, so that two readers of one body cannot
 * disagree: the names of members are in lower case, no member is repeated, and nothing follows the
 * end of the body.
 */
abstract sealed class OllamaOperation implements ClientCodec permits OllamaChat, OllamaGenerate {
    private final OllamaPath path;
    private final InstantSource clock;

    /**
     * @param clock the source of the time of each piece of a reply, and of durations that a backend
     *     does not report
     */
    OllamaOperation(OllamaPath path, InstantSource clock) {
        this.path = path;
        this.clock = clock;
    }

    @Override
    public final Incoming decode(byte[] body) {
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
        scan.expect("options", JsonKind.OBJECT);
        scan.expect("format", JsonKind.STRING, JsonKind.OBJECT);
        scan.expect("think", JsonKind.FLAG, JsonKind.STRING);
        checkTypes(scan);
        if (scan.hasAny(Oddity.WRONG_KIND, Oddity.PARTS, Oddity.TEXT_ARGUMENTS)) {
            // These oddities may be errors: the reader decides, and names the field.
            conversation(scan);
        }
        OllamaSource source = new OllamaSource(scan, path);
        if (hasNoInput(scan)) {
            return load(new LoadRequest(model, source.keepAlive(), Optional.of(source)));
        }
        Form form = form(scan);
        ChatRequest request =
                ChatRequest.decoded(
                        model,
                        form,
                        scan.flag("stream").orElse(true),
                        mayHoldCommands(form, scan),
                        () -> conversation(scan),
                        source);
        return new Incoming.Chat(request, agents(scan));
    }

    /** Checks the kinds of the values that only this operation has, by the first byte of each. */
    abstract void checkTypes(BodyScan scan);

    /** Returns true if there is no input for the model: an Ollama then only loads or unloads it. */
    abstract boolean hasNoInput(BodyScan scan);

    private Incoming.Load load(LoadRequest request) {
        ReplyEvent done =
                new ReplyEvent.Finish(request.unloads() ? FinishReason.UNLOAD : FinishReason.LOAD);
        return new Incoming.Load(
                request,
                head ->
                        new OllamaWholeReply(
                                        new OllamaReplyWriter(
                                                path, request.model(), false, head.backend()),
                                        List.of(done))
                                .write(head.createdAt(), clock.instant()));
    }

    /** Returns the form of a request with input for the model. */
    abstract Form form(BodyScan scan);

    /** Returns false only if no text of the user begins with a slash. */
    abstract boolean mayHoldCommands(Form form, BodyScan scan);

    /** Decodes the whole conversation. */
    abstract Conversation conversation(BodyScan scan);

    static Json.Obj object(BodyScan scan) {
        return (Json.Obj) JsonReader.readRequest(scan.body(), 0, scan.body().length);
    }

    private static List<String> agents(BodyScan scan) {
        return scan.value("agents")
                .map(agents -> Json.Obj.EMPTY.with("agents", agents))
                .map(body -> new Members("", body).texts("agents"))
                .orElse(List.of());
    }

    @Override
    public final StreamEncoder streamEncoder(Incoming.Chat incoming, ReplyHead head) {
        return new OllamaStreamEncoder(
                OllamaReplyWriter.of(path, incoming.request(), head),
                head.createdAt(),
                clock,
                thinkingWanted(incoming.request()));
    }

    /**
     * Returns true if the client wants the model's reasoning. It reads the body's bytes, so that a
     * request need not be decoded for it.
     */
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
    public final byte[] whole(Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events) {
        return new OllamaWholeReply(OllamaReplyWriter.of(path, incoming.request(), head), events)
                .write(head.createdAt(), clock.instant());
    }
}

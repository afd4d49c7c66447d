package dev.chasqui.adapters.dialects.infer;

import dev.chasqui.adapters.dialects.DeferrableCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.RequestHeaders;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.session.SessionKey;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The operation {@code POST /infer}. */
public final class InferCodec implements DeferrableCodec {
    private static final String CONTEXT = "context";
    private static final String METADATA = "metadata";
    private static final String SESSION = "session_id";

    /** The ids of requests, which stand in a path. */
    private static final Predicate<String> ID_PART =
            Pattern.compile("[A-Za-z0-9._:~-]{1,128}").asMatchPredicate();

    private static final String OF_NAME =
            "1 to 128 visible characters; for an id letters, digits and . _ : ~ -";

    private static final int MOST_METADATA = 64;

    private final InstantSource clock;

    /**
     * @param clock tells when an answer is there
     */
    public InferCodec(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Incoming.Chat decode(byte[] body) {
        return decode(body, _ -> Optional.empty());
    }

    /** {@inheritDoc} The answer names the session of our header, if the body names none. */
    @Override
    public Incoming.Chat decode(byte[] body, RequestHeaders headers) {
        BodyScan scan = BodyScan.of(body);
        String model =
                scan.text("model_id")
                        .filter(name -> !name.isBlank())
                        .orElseThrow(() -> scan.wrong("model_id", "the name of a model"));
        String input =
                scan.text("input").orElseThrow(() -> scan.wrong("input", "the text for the model"));
        if (scan.flag("stream").orElse(false)) {
            throw Invalid.value(
                    "stream", "true", "false; /v1/chat/completions sends its answer in pieces");
        }
        scan.expect(CONTEXT, JsonKind.OBJECT);
        Json.Obj context = (Json.Obj) scan.value(CONTEXT).orElse(Json.Obj.EMPTY);
        Json.Obj metadata = metadata(context);
        Optional<String> session =
                name(CONTEXT + "." + SESSION, context.get(SESSION), SessionKey::isName);
        InferSource source =
                new InferSource(
                        name("id", scan.value("id"), ID_PART).orElseGet(InferCodec::made),
                        session.or(() -> ofHeader(headers)).orElseGet(InferCodec::made),
                        session.isPresent(),
                        metadata,
                        body.length);
        ChatRequest request =
                ChatRequest.decoded(
                        model,
                        ChatRequest.Form.CHAT,
                        false,
                        scan.slashed("input"),
                        () -> conversation(input, metadata),
                        source);
        return new Incoming.Chat(request, List.of());
    }

    private static Optional<String> ofHeader(RequestHeaders headers) {
        return headers.first(RequestHeaders.SESSION).map(String::strip).filter(SessionKey::isName);
    }

    private static Conversation conversation(String input, Json.Obj metadata) {
        Map<String, String> labels = new HashMap<>();
        metadata.members()
                .forEach(
                        (name, value) ->
                                labels.put(
                                        name,
                                        value instanceof Json.Str(String text)
                                                ? text
                                                : value.toString()));
        return new Conversation(
                List.of(Message.of(Role.USER, input)),
                List.of(),
                Settings.DEFAULT,
                labels,
                Json.Obj.EMPTY);
    }

    private static Json.Obj metadata(Json.Obj context) {
        return switch (context.get(METADATA).orElse(Json.Null.NULL)) {
            case Json.Null _ -> Json.Obj.EMPTY;
            case Json.Obj labels when labels.members().size() <= MOST_METADATA -> labels;
            case Json other ->
                    throw Invalid.value(
                            CONTEXT + "." + METADATA,
                            other,
                            "an object with at most " + MOST_METADATA + " members");
        };
    }

    private static String made() {
        return UUID.randomUUID().toString();
    }

    /** Returns the name that a client gives. */
    private static Optional<String> name(
            String field, Optional<Json> given, Predicate<String> rule) {
        return switch (given.orElse(Json.Null.NULL)) {
            case Json.Null _ -> Optional.empty();
            case Json.Str(String name) when rule.test(name) -> Optional.of(name);
            case Json other -> throw Invalid.value(field, other, OF_NAME);
        };
    }

    @Override
    public Optional<String> session(Incoming.Chat incoming) {
        InferSource source = source(incoming);
        return source.named() ? Optional.of(source.session()) : Optional.empty();
    }

    @Override
    public String id(Incoming.Chat incoming) {
        return source(incoming).id();
    }

    private static InferSource source(Incoming.Chat incoming) {
        return (InferSource) incoming.request().source().orElseThrow();
    }

    @Override
    public byte[] state(String id, String status) {
        return Json.Obj.EMPTY.with("id", Json.of(id)).with("status", Json.of(status)).toBytes();
    }

    /** {@inheritDoc} There is none, since {@link #decode} refuses requests for streams. */
    @Override
    public StreamEncoder streamEncoder(Incoming.Chat incoming, ReplyHead head) {
        throw new IllegalStateException("/infer has no streams");
    }

    @Override
    public byte[] whole(Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events) {
        InferSource source = source(incoming);
        WholeReply reply = WholeReply.of(events);
        Duration latency = Duration.between(head.createdAt(), clock.instant());
        return reply.sideChannels()
                .addTo(
                        Json.Obj.EMPTY
                                .with("id", Json.of(source.id()))
                                .with("output", Json.of(reply.text()))
                                .with("latency_ms", Json.of(Math.max(0, latency.toMillis())))
                                .with(CONTEXT, source.context()))
                .toBytes();
    }
}

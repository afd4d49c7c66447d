package dev.chasqui.adapters.http;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.JsonReader;
import dev.chasqui.adapters.dialects.ReplyHead;
import dev.chasqui.adapters.dialects.StreamEncoder;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * As much of OpenAI's dialect as the server's own behaviour needs: texts in events, an error event,
 * envelopes. A model named {@code codec-bug} makes it fail as a bug would.
 */
final class FakeOpenAi implements ClientCodec {
    private static final ScriptedSource SOURCE = new ScriptedSource(Dialect.OPENAI);

    record ScriptedSource(Dialect dialect) implements dev.chasqui.domain.chat.Source {}

    @Override
    public Incoming decode(Operation operation, byte[] body) {
        if (!(JsonReader.read(body) instanceof Json.Obj request)) {
            throw new FailureException(new Failure.Invalid("model", "expected an object"));
        }
        String model =
                request.text("model")
                        .orElseThrow(
                                () ->
                                        new FailureException(
                                                new Failure.Invalid("model", "it is missing")));
        if (model.equals("codec-bug")) {
            throw new IllegalStateException("a secret of the stack");
        }
        boolean stream = request.get("stream").filter(Json.of(true)::equals).isPresent();
        return new Incoming(
                ChatRequest.decoded(
                        model,
                        ChatRequest.Form.CHAT,
                        stream,
                        false,
                        () -> Conversation.of(List.of()),
                        SOURCE),
                List.of());
    }

    @Override
    public StreamEncoder streamEncoder(Operation operation, Incoming incoming, ReplyHead head) {
        return new StreamEncoder() {
            @Override
            public String contentType() {
                return "text/event-stream";
            }

            @Override
            public byte[] encode(ReplyEvent event) {
                return switch (event) {
                    case ReplyEvent.Text(String text, var _) when text.equals("encoder-bug") ->
                            throw new IllegalStateException("a secret of the stack");
                    case ReplyEvent.Text(String text, var _) -> utf8("data: " + text + "\n\n");
                    case ReplyEvent.Progress(String text) -> utf8(": " + text + "\n\n");
                    default -> new byte[0];
                };
            }

            @Override
            public byte[] end() {
                return utf8("data: [DONE]\n\n");
            }

            @Override
            public byte[] failure(Failure failure) {
                return utf8("data: " + envelope(failure) + "\n\n");
            }

            @Override
            public byte[] keepAlive() {
                return utf8(":\n\n");
            }
        };
    }

    @Override
    public byte[] whole(
            Operation operation, Incoming incoming, ReplyHead head, List<ReplyEvent> events) {
        String text =
                events.stream()
                        .filter(ReplyEvent.Text.class::isInstance)
                        .map(event -> ((ReplyEvent.Text) event).text())
                        .collect(Collectors.joining());
        return utf8(Json.Obj.EMPTY.with("text", Json.of(text)).toString());
    }

    @Override
    public int status(Failure failure) {
        return switch (failure) {
            case Failure.Invalid _ -> 400;
            case Failure.TooLarge _ -> 413;
            case Failure.Unauthenticated _ -> 401;
            case Failure.Forbidden _ -> 403;
            case Failure.UnknownModel _ -> 404;
            case Failure.Loop _ -> 508;
            case Failure.Overloaded _ -> 503;
            case Failure.BackendRefused refused -> refused.status();
            case Failure.BackendUnreachable _,
                    Failure.BackendFailed _,
                    Failure.BackendBroke _,
                    Failure.AgentFailed _ ->
                    502;
            case Failure.BackendTimeout _ -> 504;
            case Failure.Cancelled _ -> 499;
            case Failure.Internal _ -> 500;
        };
    }

    @Override
    public byte[] error(Failure failure) {
        return utf8(envelope(failure));
    }

    private static String envelope(Failure failure) {
        Json.Obj error =
                Json.Obj.EMPTY
                        .with("message", Json.of(failure.message()))
                        .with("code", Json.of(failure.code()));
        return Json.Obj.EMPTY.with("error", error).toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

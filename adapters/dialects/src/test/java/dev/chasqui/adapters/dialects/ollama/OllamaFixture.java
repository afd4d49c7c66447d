package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.testing.Recording;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The shared parts of the tests of Ollama's dialect: codecs with a stopped clock, and decoded
 * replies.
 */
public final class OllamaFixture {
    public static final Instant BEGAN = Instant.parse("2026-11-21T02:45:00Z");
    public static final Instant NOW = BEGAN.plusMillis(1500);
    public static final ReplyHead HEAD = new ReplyHead("id", BEGAN);
    public static final OllamaChat CHAT = new OllamaChat(InstantSource.fixed(NOW));
    public static final OllamaGenerate GENERATE = new OllamaGenerate(InstantSource.fixed(NOW));
    public static final OllamaBackendCodec BACKEND = new OllamaBackendCodec();

    private OllamaFixture() {}

    /** Returns the recordings of /api/chat and /api/generate that have this status. */
    public static Stream<Recording> recordings(int status) {
        return Recording.names("ollama").stream()
                .map(Recording::load)
                .filter(OllamaFixture::isReply)
                .filter(recording -> recording.response().status() == status);
    }

    private static boolean isReply(Recording recording) {
        String path = recording.request().path();
        return recording.request().method().equals("POST")
                && (path.equals("/api/chat") || path.equals("/api/generate"));
    }

    public static ClientCodec operation(Recording recording) {
        return recording.request().path().equals("/api/chat") ? CHAT : GENERATE;
    }

    /** Returns a request for the model that a recording's reply names. */
    public static Incoming.Chat incoming(Recording recording) {
        return chat(
                operation(recording),
                "{\"model\":"
                        + ((Json.Obj)
                                        JsonReader.read(
                                                utf8(
                                                        recording
                                                                .response()
                                                                .text()
                                                                .lines()
                                                                .findFirst()
                                                                .orElseThrow())))
                                .get("model")
                                .orElseThrow()
                        + "}");
    }

    /** Decodes a chat or a prompt; an empty body becomes one with a question. */
    public static Incoming.Chat chat(ClientCodec operation, String body) {
        return chat(operation, utf8(asking(operation, body)));
    }

    private static String asking(ClientCodec operation, String body) {
        if (operation == CHAT) {
            return body.contains("\"messages\"")
                    ? body
                    : body.replaceFirst(
                            "\\{", "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],");
        }
        return body.contains("\"prompt\"") || body.contains("\"images\"")
                ? body
                : body.replaceFirst("\\{", "{\"prompt\":\"Hi\",");
    }

    public static Incoming.Chat chat(ClientCodec operation, byte[] body) {
        return (Incoming.Chat) operation.decode(body);
    }

    public static ChatRequest request(String body) {
        return chat(CHAT, body).request();
    }

    /** Decodes all events of a stream that arrives in these pieces. */
    public static List<ReplyEvent> decoded(Iterable<byte[]> pieces) {
        StreamDecoder decoder = new OllamaStreamDecoder("b");
        List<ReplyEvent> events = new ArrayList<>();
        for (byte[] piece : pieces) {
            decoder.feed(piece, 0, piece.length);
            poll(decoder, events);
        }
        decoder.finish();
        poll(decoder, events);
        return events;
    }

    public static List<ReplyEvent> decoded(String stream) {
        return decoded(List.of(utf8(stream)));
    }

    private static void poll(StreamDecoder decoder, List<ReplyEvent> into) {
        @Nullable ReplyEvent event;
        while ((event = decoder.poll()) != null) {
            into.add(event);
        }
    }

    public static byte[] encoded(StreamEncoder encoder, List<ReplyEvent> events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        events.forEach(event -> out.writeBytes(encoder.encode(event)));
        out.writeBytes(encoder.end());
        return out.toByteArray();
    }

    public static StreamEncoder encoder(ClientCodec operation) {
        return operation.streamEncoder(chat(operation, "{\"model\":\"tiny\"}"), HEAD);
    }

    /** Returns the same events as if an agent had made them. */
    public static List<ReplyEvent> withoutFrames(List<ReplyEvent> events) {
        return events.stream().flatMap(event -> Stream.ofNullable(withoutFrame(event))).toList();
    }

    private static @Nullable ReplyEvent withoutFrame(ReplyEvent event) {
        return switch (event) {
            case ReplyEvent.Opened opened -> new ReplyEvent.Opened(opened.role());
            case ReplyEvent.Text text -> new ReplyEvent.Text(text.text());
            case ReplyEvent.Reasoning text -> new ReplyEvent.Reasoning(text.text());
            case ReplyEvent.ToolCallDelta call ->
                    new ReplyEvent.ToolCallDelta(
                            call.index(), call.id(), call.name(), call.arguments());
            case ReplyEvent.Finish finish -> new ReplyEvent.Finish(finish.reason());
            case ReplyEvent.UsageReport report -> new ReplyEvent.UsageReport(report.usage());
            case ReplyEvent.Progress progress -> progress;
            case ReplyEvent.Cited ignored -> null;
            case ReplyEvent.Note ignored -> null;
            case ReplyEvent.Raw ignored -> null;
        };
    }

    public static Json.Obj json(byte[] text) {
        return (Json.Obj) JsonReader.read(text);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}

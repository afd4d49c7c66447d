package dev.chasqui.adapters.dialects;

import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.HEAD;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.encoded;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.utf8;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.withoutFrames;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.ollama.OllamaFixture;
import dev.chasqui.adapters.dialects.ollama.OllamaRecordedRepliesTest;
import dev.chasqui.adapters.dialects.ollama.OllamaRecordedRequestsTest;
import dev.chasqui.adapters.dialects.ollama.OllamaStreamDecoder;
import dev.chasqui.adapters.dialects.openai.OpenAiBackendCodec;
import dev.chasqui.adapters.dialects.openai.OpenAiChat;
import dev.chasqui.adapters.dialects.openai.OpenAiStreamDecoder;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Recorded requests and replies, passed through the codecs of both dialects. */
class OllamaAcrossDialectsTest {
    private static final OpenAiChat OPENAI_CLIENT = new OpenAiChat();
    private static final OpenAiBackendCodec OPENAI_BACKEND = new OpenAiBackendCodec();

    /** The recordings that break off, for which OpenAI's decoder reports a failure. */
    private static final Set<String> BROKEN =
            Set.of(
                    "ollama-v1/chat-stream-runner-dies",
                    "llama-server/chat-stream-cut",
                    "llama-server/chat-stream-sigterm");

    /**
     * The requests that their servers accept and we refuse: no model, no messages, a number as a
     * stop word.
     */
    private static final Set<String> TOO_LAX =
            Set.of(
                    "ollama-v1/chat-stop-bad",
                    "llama-server/chat-empty-messages",
                    "llama-server/chat-no-model",
                    "llama-server/key-right",
                    "llama-server/slot-chat",
                    // This one was recorded with the chunks of HTTP.
                    "llama-server/chat-chunked-request");

    static Stream<Recording> ollamaStreams() {
        return OllamaRecordedRepliesTest.streams();
    }

    static Stream<Recording> openAiStreams() {
        return openAiChats()
                .filter(recording -> !BROKEN.contains(recording.name()))
                .filter(
                        recording ->
                                recording
                                        .response()
                                        .header("Content-Type")
                                        .filter(type -> type.startsWith("text/event-stream"))
                                        .isPresent());
    }

    static Stream<Recording> openAiRequests() {
        return openAiChats().filter(recording -> !TOO_LAX.contains(recording.name()));
    }

    private static Stream<Recording> openAiChats() {
        return Stream.of("ollama-v1", "llama-server")
                .flatMap(folder -> Recording.names(folder).stream())
                .map(Recording::load)
                .filter(
                        recording ->
                                recording.request().method().equals("POST")
                                        && recording.request().path().equals("/v1/chat/completions")
                                        && recording.response().status() == 200);
    }

    static Stream<Recording> ollamaChats() {
        return OllamaRecordedRequestsTest.answered();
    }

    @ParameterizedTest
    @MethodSource("openAiStreams")
    void anOllamasClientReadsWhatAnOpenAiBackendSays(Recording recording) {
        List<ReplyEvent> events =
                decoded(new OpenAiStreamDecoder("b"), recording.response().body());
        byte[] lines = encoded(OllamaFixture.encoder(OllamaFixture.CHAT), events);

        assertThat(ReplyContent.of(decoded(new OllamaStreamDecoder("b"), lines)))
                .isEqualTo(ReplyContent.of(events));
    }

    @ParameterizedTest
    @MethodSource("ollamaStreams")
    void anOpenAiClientReadsWhatAnOllamaSays(Recording recording) {
        List<ReplyEvent> events =
                decoded(new OllamaStreamDecoder("b"), recording.response().body());
        Incoming.Chat incoming =
                OPENAI_CLIENT.decode(
                        utf8(
                                """
                                {"model":"tiny","stream":true,"stream_options":
                                {"include_usage":true},"messages":[{"role":"user","content":"?"}]}
                                """));
        byte[] chunks = encoded(OPENAI_CLIENT.streamEncoder(incoming, HEAD), events);

        assertThat(ReplyContent.of(decoded(new OpenAiStreamDecoder("b"), chunks)))
                .isEqualTo(ReplyContent.of(events));
    }

    @ParameterizedTest
    @MethodSource("ollamaChats")
    void anOpenAiBackendIsAskedWhatAnOllamasClientAsks(Recording recording) {
        if (OllamaFixture.operation(recording).decode(recording.request().body())
                        instanceof Incoming.Chat(ChatRequest request, var _, var _)
                && request.form() != ChatRequest.Form.RAW) {
            ChatRequest sent =
                    OPENAI_CLIENT.decode(OPENAI_BACKEND.encode(request).body()).request();

            assertThat(RequestContent.of(sent)).isEqualTo(RequestContent.of(request));
            assertThat(sent.stream()).isEqualTo(request.stream());
        }
    }

    @ParameterizedTest
    @MethodSource("openAiRequests")
    void anOllamaIsAskedWhatAnOpenAiClientAsks(Recording recording) {
        ChatRequest request = OPENAI_CLIENT.decode(recording.request().body()).request();
        ChatRequest sent =
                OllamaFixture.chat(OllamaFixture.CHAT, OllamaFixture.BACKEND.encode(request).body())
                        .request();

        assertThat(RequestContent.of(sent)).isEqualTo(RequestContent.of(request));
        assertThat(sent.stream()).isEqualTo(request.stream());
    }

    private static List<ReplyEvent> decoded(StreamDecoder decoder, byte[] bytes) {
        List<ReplyEvent> events = new ArrayList<>();
        decoder.feed(bytes, 0, bytes.length);
        decoder.finish();
        ReplyEvent event;
        while ((event = decoder.poll()) != null) {
            events.add(event);
        }
        return events;
    }

    /** The content of a reply, however it is cut into events. */
    private record ReplyContent(
            String text,
            String reasoning,
            List<String> toolCalls,
            Optional<FinishReason> finish,
            long promptTokens,
            long completionTokens) {
        static ReplyContent of(List<ReplyEvent> events) {
            WholeReply reply = WholeReply.of(withoutFrames(events));
            return new ReplyContent(
                    reply.text(),
                    reply.reasoning(),
                    reply.toolCalls().stream()
                            .map(call -> call.id() + call.name() + arguments(call))
                            .toList(),
                    reply.finish(),
                    reply.usage().map(usage -> usage.promptTokens()).orElse(0L),
                    reply.usage().map(usage -> usage.completionTokens()).orElse(0L));
        }
    }

    /** The content of a request as far as both dialects can express it. */
    private record RequestContent(
            String model, List<String> texts, List<String> toolCalls, List<Long> images) {
        static RequestContent of(ChatRequest request) {
            return new RequestContent(
                    request.model(),
                    request.messages().stream().map(Message::text).toList(),
                    request.messages().stream()
                            .flatMap(message -> message.toolCalls().stream())
                            .map(call -> call.name() + arguments(call))
                            .toList(),
                    request.messages().stream().map(OllamaAcrossDialectsTest::images).toList());
        }
    }

    private static long images(Message message) {
        return message.content().stream().filter(Part.Image.class::isInstance).count();
    }

    private static Json arguments(ToolCall call) {
        return call.arguments().isEmpty()
                ? Json.Obj.EMPTY
                : JsonReader.read(utf8(call.arguments()));
    }
}

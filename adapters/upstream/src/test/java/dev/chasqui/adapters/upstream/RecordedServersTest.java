package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.failure;
import static dev.chasqui.adapters.upstream.BackendCalls.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Real servers, played from their recordings, with the real codecs. */
class RecordedServersTest {
    private static final String OPENAI_CHAT = "/v1/chat/completions";
    private static final String OLLAMA_CHAT = "/api/chat";

    static Stream<String> streams() {
        return Stream.of("ollama", "ollama-v1", "llama-server", "litellm")
                .flatMap(folder -> Recording.names(folder).stream())
                .filter(RecordedServersTest::isWholeStream);
    }

    private static boolean isWholeStream(String name) {
        Recording recording = Recording.load(name);
        return chatPath(recording).equals(recording.request().path())
                && recording.response().status() == 200
                && recording.response().isChunked()
                && !recording.isCut()
                && recording.response().text().matches("(?s).*(\\[DONE]|\"done\":true).*");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamArrivesEventByEventAsItsDecoderSeesIt(String name) {
        Recording recording = Recording.load(name);
        try (FakeBackend server =
                FakeBackend.start().on("POST", chatPath(recording), Answer.play(name))) {
            HttpBackend backend = backend(server, recording);
            List<String> expected = decoded(recording);

            assertThat(expected).isNotEmpty();
            assertThat(asked(backend)).isEqualTo(expected);
            // Some close after each stream without a header for it, others keep the connection.
            assertThat(asked(backend)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ollama/chat-stream-runner-dies",
                "ollama-v1/chat-stream-runner-dies",
                "llama-server/chat-stream-cut"
            })
    void aStreamWhoseServerDiesIsBroken(String name) {
        Recording recording = Recording.load(name);
        try (FakeBackend server =
                FakeBackend.start().on("POST", chatPath(recording), Answer.play(name))) {
            assertThat(failure(() -> asked(backend(server, recording))))
                    .isInstanceOf(Failure.BackendBroke.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "llama-server/chat,               OPENAI",
        "ollama-v1/chat,                  OPENAI",
        "ollama/chat,                     OLLAMA"
    })
    void aWholeReplyArrives(String name, ServerType type) {
        Recording recording = Recording.load(name);
        try (FakeBackend server =
                FakeBackend.start().on("POST", chatPath(recording), Answer.play(name))) {
            try (ChatReply reply =
                    backend(server, type).chat(question("Hi"), new Cancellation()).reply()) {
                assertThat(BackendCalls.texts(reply)).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-server/loading-models", "llama-server/key-missing-models"})
    void aServerThatDoesNotServeUsIsAFailureThatNamesIt(String name) {
        try (FakeBackend server = FakeBackend.start().on("GET", "/v1/models", Answer.play(name))) {
            assertThat(failure(() -> backend(server, ServerType.OPENAI).models()))
                    .extracting(Failure::message)
                    .asString()
                    .contains("'house'");
        }
    }

    @ParameterizedTest
    @CsvSource({"OLLAMA, /api/tags", "OPENAI, /v1/models"})
    void aServerWithAnotherListIsAFailureThatNamesItsAddress(ServerType type, String path) {
        try (FakeBackend server =
                FakeBackend.start().on("GET", path, Answer.json(200, "{\"object\":\"list\"}"))) {
            assertThat(failure(() -> backend(server, type).models()))
                    .isInstanceOf(Failure.BackendFailed.class)
                    .extracting(Failure::message)
                    .asString()
                    .contains("at " + server.url() + path, "check 'url'");
        }
    }

    @Test
    void anOllamaIsKnownByItsVersionAndTellsAllItKnows() {
        try (FakeBackend server =
                FakeBackend.start()
                        .on("GET", "/api/version", Answer.play("ollama/version-get"))
                        .on("GET", "/api/tags", Answer.play("ollama/tags"))
                        .on("GET", "/api/ps", Answer.play("ollama/ps-loaded"))
                        .on("POST", "/api/show", Answer.play("ollama/show"))) {
            HttpBackend backend = backend(server, ServerType.AUTO);
            assertThat(backend.models()).extracting(ModelInfo::id).contains("tiny:latest");
            assertThat(backend.loaded()).isNotEmpty();
            assertThat(backend.describe("tiny").orElseThrow().members().get("model_info"))
                    .containsInstanceOf(Json.Obj.class);
        }
    }

    @Test
    void aLlamaServerIsKnownByItsListOfModels() {
        try (FakeBackend server =
                FakeBackend.start()
                        .on("GET", "/v1/models", Answer.play("llama-server/models"))
                        .on("POST", OPENAI_CHAT, Answer.play("llama-server/chat-stream"))) {
            HttpBackend backend = backend(server, ServerType.AUTO);
            assertThat(backend.models()).isNotEmpty();
            assertThat(asked(backend)).isNotEmpty();
        }
    }

    private static List<String> asked(HttpBackend backend) {
        try (ChatReply reply = backend.chat(question("Hi"), new Cancellation()).reply()) {
            List<String> events = new ArrayList<>();
            for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                events.add(withItsFrame(event));
            }
            return events;
        }
    }

    private static List<String> decoded(Recording recording) {
        BackendCodec codec =
                isOllama(recording) ? codec(ServerType.OLLAMA) : codec(ServerType.OPENAI);
        StreamDecoder decoder = codec.streamDecoder("house", question("Hi"));
        byte[] body = recording.response().body();
        decoder.feed(body, 0, body.length);
        decoder.finish();
        List<String> events = new ArrayList<>();
        for (ReplyEvent event = decoder.poll(); event != null; event = decoder.poll()) {
            events.add(withItsFrame(event));
        }
        return events;
    }

    /**
     * Returns an event with its frame's bytes in place of the frame, which is compared by identity.
     */
    private static String withItsFrame(ReplyEvent event) {
        var frame = event.frame();
        return event.getClass().getSimpleName()
                + " of "
                + (frame == null ? "" : new String(frame.bytes(), StandardCharsets.UTF_8));
    }

    private static HttpBackend backend(FakeBackend server, Recording recording) {
        return backend(server, isOllama(recording) ? ServerType.OLLAMA : ServerType.OPENAI);
    }

    private static BackendCodec codec(ServerType type) {
        return type.real().orElseThrow().codec();
    }

    private static HttpBackend backend(FakeBackend server, ServerType type) {
        return new HttpBackend(
                BackendEndpoint.of("house", type.real(), server.url().toString()),
                ServerType.REAL,
                "instance-1");
    }

    private static String chatPath(Recording recording) {
        return isOllama(recording) ? OLLAMA_CHAT : OPENAI_CHAT;
    }

    private static boolean isOllama(Recording recording) {
        return recording.name().startsWith("ollama/");
    }
}

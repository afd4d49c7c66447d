package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.failure;
import static dev.chasqui.adapters.upstream.BackendCalls.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;

class TokenCountTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final String PROMPTS = "/v1/chat/completions/input_tokens";

    private final FakeBackend server = FakeBackend.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void llamaServerListsTheTokens() throws Exception {
        server.on("POST", "/tokenize", Answer.play("llama-server/tokenize"));

        assertThat(count(backend(ServerType.OPENAI), "Hello \"😀\"")).hasValue(12);
        assertThat(JsonReader.read(server.awaitRequest("/tokenize").message().body()))
                .isEqualTo(
                        Json.Obj.EMPTY
                                .with("model", Json.of("m"))
                                .with("content", Json.of("Hello \"😀\""))
                                .with("add_special", Json.of(false))
                                .with("prompt", Json.of("Hello \"😀\""))
                                .with("add_special_tokens", Json.of(false)));
    }

    @Test
    void vllmSaysTheirNumber() {
        answering(200, "{\"count\":3,\"max_model_len\":4096,\"tokens\":[1,2,3]}");

        assertThat(count(backend(ServerType.OPENAI), "a b c")).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 501})
    void oneThatDoesNotCountIsNotAskedAgain(int status) {
        answering(status, "{}");
        HttpBackend backend = backend(ServerType.OPENAI);

        assertThat(count(backend, "a")).isEmpty();
        assertThat(count(backend, "a")).isEmpty();
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void oneThatIsOnlyBusyIsAskedAgain() {
        HttpBackend backend = backend(ServerType.OPENAI);
        answering(503, "{}");
        assertThat(count(backend, "a")).isEmpty();

        answering(200, "{\"tokens\":[1]}");
        assertThat(count(backend, "a")).hasValue(1);
    }

    @Test
    void oneThatIsSilentIsLeftInPeace() {
        server.on("POST", "/tokenize", Answer.stall());
        HttpBackend backend = backend(ServerType.OPENAI);

        assertThat(failure(() -> count(backend, "a"))).isInstanceOf(Failure.BackendTimeout.class);
        assertThat(count(backend, "a")).isEmpty();
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void anAnswerThatSaysNeitherIsNone() {
        answering(200, "{}");

        assertThat(count(backend(ServerType.OPENAI), "a")).isEmpty();
    }

    @Test
    void ollamaIsNotAsked() {
        assertThat(count(backend(ServerType.OLLAMA), "a")).isEmpty();
        assertThat(server.received()).isEmpty();
    }

    @Test
    void llamaServerCountsAWholePrompt() throws Exception {
        server.on("POST", PROMPTS, Answer.play("llama-server/chat-input-tokens"));

        assertThat(countPrompt(backend(ServerType.OPENAI))).hasValue(23);
        assertThat(server.awaitRequest(PROMPTS).message().text())
                .contains("\"model\":\"m\"", "Hello");
    }

    @Test
    void oneThatCountsNoPromptsStillCountsTexts() {
        server.on("POST", PROMPTS, Answer.json(404, "{}"));
        answering(200, "{\"tokens\":[1]}");
        HttpBackend backend = backend(ServerType.OPENAI);

        assertThat(countPrompt(backend)).isEmpty();
        assertThat(countPrompt(backend)).isEmpty();
        assertThat(server.received()).hasSize(1);
        assertThat(count(backend, "a")).hasValue(1);
    }

    @Test
    void cancellingEndsTheWait() throws Exception {
        server.on("POST", "/tokenize", (request, reply) -> reply.awaitHangUp());
        HttpBackend backend = backend(ServerType.OPENAI);
        Cancellation cancellation = new Cancellation();
        FutureTask<Failure> waiting =
                start(() -> failure(() -> backend.countTokens("m", "a", cancellation)));
        var request = server.awaitRequest("/tokenize");

        cancellation.cancel();

        assertThat(waiting).succeedsWithin(SOON).isEqualTo(new Failure.Cancelled());
        request.awaitHangUp(SOON);
    }

    private void answering(int status, String body) {
        server.on("POST", "/tokenize", Answer.json(status, body));
    }

    private static OptionalInt count(HttpBackend backend, String text) {
        return backend.countTokens("m", text, new Cancellation());
    }

    private static OptionalInt countPrompt(HttpBackend backend) {
        Conversation asked = Conversation.of(List.of(Message.of(Role.USER, "Hello")));
        return backend.countPrompt(ChatRequest.of("m", false, asked), new Cancellation());
    }

    private HttpBackend backend(ServerType type) {
        return new HttpBackend(
                BackendEndpoint.of("house", type.real(), server.url().toString()),
                ServerType.REAL,
                "instance-1");
    }
}

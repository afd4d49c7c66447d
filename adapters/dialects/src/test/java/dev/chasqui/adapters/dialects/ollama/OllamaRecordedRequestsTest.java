package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.BACKEND;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.json;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.operation;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.recordings;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.Failing;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;
import java.util.stream.Stream;

/** The requests of clients to a real Ollama, byte for byte, through the codecs. */
public class OllamaRecordedRequestsTest {
    private static final Set<String> EXCEPTIONS =
            Set.of(
                    // An Ollama takes these; two readers of one body could disagree on them.
                    "ollama/chat-duplicate-keys",
                    "ollama/chat-trailing-garbage",
                    "ollama/chat-upper-keys",
                    // This one was recorded with the chunks of HTTP.
                    "ollama/chat-chunked-request");

    public static Stream<Recording> answered() {
        return recordings(200)
                .filter(recording -> !EXCEPTIONS.contains(recording.name()))
                .filter(recording -> incoming(recording) instanceof Incoming.Chat);
    }

    static Stream<Recording> loads() {
        return recordings(200)
                .filter(recording -> !EXCEPTIONS.contains(recording.name()))
                .filter(recording -> incoming(recording) instanceof Incoming.Load);
    }

    private static Incoming incoming(Recording recording) {
        return operation(recording).decode(recording.request().body());
    }

    @ParameterizedTest
    @MethodSource("loads")
    void aRequestToLoadGoesOutAsItCame(Recording recording) {
        Incoming.Load load = (Incoming.Load) incoming(recording);
        Outgoing outgoing = BACKEND.load(load.request()).orElseThrow();

        assertThat(outgoing.path()).isEqualTo(recording.request().path());
        assertThat(text(outgoing.body())).isEqualTo(recording.request().text());
    }

    @ParameterizedTest
    @MethodSource("answered")
    void anUneditedRequestGoesOutAsItCame(Recording recording) {
        ChatRequest request = decode(recording);
        Outgoing outgoing = BACKEND.encode(request);

        assertThat(outgoing.path()).isEqualTo(recording.request().path());
        assertThat(text(outgoing.body())).isEqualTo(recording.request().text());
        assertThat(outgoing.dropped()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("answered")
    void aRequestWrittenAnewSaysTheSame(Recording recording) {
        ChatRequest request = decode(recording);
        if (request.form() == ChatRequest.Form.CHAT) {
            ChatRequest again =
                    OllamaFixture.chat(
                                    operation(recording), OllamaRequestWriter.write(request).body())
                            .request();

            assertThat(again.settings()).isEqualTo(request.settings());
            assertThat(again.tools()).isEqualTo(request.tools());
            assertThat(again.extras()).isEqualTo(request.extras());
            assertThat(again.messages().stream().map(message -> message.text()).toList())
                    .isEqualTo(request.messages().stream().map(message -> message.text()).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat-duplicate-keys",
                "chat-trailing-garbage",
                "chat-upper-keys",
                "chat-malformed",
                "chat-malformed-comma",
                "chat-no-body",
                "chat-null-body",
                "chat-array-body",
                "chat-no-model",
                "generate-no-model",
                "generate-no-body",
                "generate-malformed",
                "chat-wrong-type-messages",
                "chat-wrong-type-model",
                "chat-wrong-type-stream",
                "generate-wrong-type"
            })
    void aWrongRequestIsRefusedAtOnce(String name) {
        Recording recording = Recording.load("ollama/" + name);

        assertThat(Failing.failure(() -> operation(recording).decode(recording.request().body())))
                .isInstanceOf(Failure.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat-arguments-string",
                "chat-format-bad",
                "chat-format-number",
                "chat-images-bad-base64",
                "chat-options-stop-string",
                "chat-options-wrong-type",
                "chat-think-bad-level",
                "chat-think-number",
                "chat-wrong-type-content"
            })
    void aWrongMemberIsRefusedAtTheLatestWhenItIsRead(String name) {
        Recording recording = Recording.load("ollama/" + name);

        assertThat(Failing.failure(() -> decode(recording).conversation()))
                .isInstanceOf(Failure.Invalid.class);
    }

    @ParameterizedTest
    @MethodSource("answered")
    void itsModelIsSplicedAndNothingElse(Recording recording) {
        ChatRequest request = decode(recording);
        byte[] body = BACKEND.encode(request.withModel("other:1b")).body();

        assertThat(json(body))
                .isEqualTo(json(recording.request().body()).with("model", Json.of("other:1b")));
    }

    private static ChatRequest decode(Recording recording) {
        return OllamaFixture.chat(operation(recording), recording.request().body()).request();
    }
}

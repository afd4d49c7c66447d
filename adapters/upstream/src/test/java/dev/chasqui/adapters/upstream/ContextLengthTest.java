package dev.chasqui.adapters.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextLengthTest {
    private final FakeBackend server = FakeBackend.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void llamaServerListsWhatEachSlotHas() {
        server.on("GET", "/v1/models", Answer.play("llama-server/models"));

        assertThat(openAi().contextLength("tiny")).hasValue(4096);
        assertThat(openAi().contextLength("other")).isEmpty();
    }

    @Test
    void anOlderLlamaServerSaysItInItsProps() {
        models("{\"id\":\"tiny\",\"owned_by\":\"llamacpp\",\"meta\":{\"n_ctx_train\":8192}}");
        server.on("GET", "/props", Answer.play("llama-server/props"));

        assertThat(openAi().contextLength("tiny")).hasValue(4096);
    }

    @Test
    void aModelThatARouterHasLoadedHasTheLengthOfASlot() {
        server.on("GET", "/v1/models", Answer.play("llama-server/router-models-loaded"));

        assertThat(openAi().contextLength("tiny")).hasValue(4096);
    }

    @Test
    void aModelThatARouterHasNotLoadedIsNotLoadedForTheQuestion() {
        server.on("GET", "/v1/models", Answer.play("llama-server/router-models"));

        assertThat(openAi().contextLength("tiny")).isEmpty();
        assertThat(server.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"state\":\"loaded\",\"loaded_context_length\":4096,\"max_context_length\":131072}"
                    + " | 4096",
                "{\"state\":\"not-loaded\",\"max_context_length\":131072}                          "
                        + "   | 131072"
            })
    void lmStudioSaysItInAnApiOfItsOwn(String entry, int expected) {
        models("{\"id\":\"m\",\"owned_by\":\"organization_owner\"}");
        server.on(
                "GET",
                "/api/v0/models",
                Answer.json(200, "{\"data\":[" + entry.replace("{", "{\"id\":\"m\",") + "]}"));

        assertThat(openAi().contextLength("m")).hasValue(expected);
    }

    @Test
    void anLmStudioWithoutItSaysNothing() {
        models("{\"id\":\"m\",\"owned_by\":\"organization_owner\"}");

        assertThat(openAi().contextLength("m")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'max_model_len':32768                          | 32768",
                "'max_model_len':1000,'context_length':2000     | 1000",
                "'context_length':131072                        | 131072",
                "'max_model_len':'many','context_length':-1     | 0",
                "'owned_by':'somebody'                          | 0",
            })
    void othersSayItInTheirListOrNotAtAll(String members, int expected) {
        models("{\"id\":\"m\"," + members.replace('\'', '"') + "}");

        assertThat(openAi().contextLength("m").orElse(0)).isEqualTo(expected);
    }

    @Test
    void aModelThatOllamaHasLoadedHasTheLengthItWasLoadedWith() {
        server.on("GET", "/api/ps", Answer.play("ollama/ps-loaded"));

        assertThat(ollama().contextLength("tiny")).hasValue(8192);
        assertThat(server.received("/api/show")).isEmpty();
    }

    @Test
    void aModelThatOllamaHasNotLoadedWillHaveTheLengthOfItsModelfile() {
        server.on("GET", "/api/ps", Answer.play("ollama/ps-empty"))
                .on("POST", "/api/show", Answer.play("ollama/show-made"));

        assertThat(ollama().contextLength("tiny-made")).hasValue(8192);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                     | 131072 | 4096",
                "''                                     | 2048   | 2048",
                "num_ctx                        65536   | 131072 | 65536",
                "num_ctx                        65536   | 8192   | 8192",
                "num_ctx                        much    | 8192   | 4096",
            })
    void withoutAModelfilesWordItIsOllamasDefaultAndNeverMoreThanTheModelKnows(
            String parameters, int trained, int expected) {
        String show =
                """
                {"parameters":"stop   \\"x\\"\\n%s","model_info":{"llama.context_length":%d}}
                """
                        .formatted(parameters, trained);
        server.on("GET", "/api/ps", Answer.play("ollama/ps-empty"))
                .on("POST", "/api/show", Answer.json(200, show));

        assertThat(ollama().contextLength("m")).hasValue(expected);
    }

    @Test
    void theAnswerIsRememberedForAWhile() {
        models("{\"id\":\"m\",\"max_model_len\":1000}");
        HttpBackend backend = openAi();

        assertThat(backend.contextLength("m")).hasValue(1000);
        assertThat(backend.contextLength("m")).hasValue(1000);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void aServerThatFailsSaysNothing() {
        server.on("GET", "/v1/models", Answer.json(500, "{}"))
                .on("GET", "/api/ps", Answer.json(200, "[]"));

        assertThat(openAi().contextLength("m")).isEmpty();
        assertThat(ollama().contextLength("m")).isEmpty();
        server.close();
        assertThat(openAi().contextLength("m")).isEmpty();
    }

    private void models(String entry) {
        server.on("GET", "/v1/models", Answer.json(200, "{\"data\":[" + entry + "]}"));
    }

    private HttpBackend openAi() {
        return backend(ServerType.OPENAI);
    }

    private HttpBackend ollama() {
        return backend(ServerType.OLLAMA);
    }

    private HttpBackend backend(ServerType type) {
        return new HttpBackend(
                BackendEndpoint.of("house", type.real(), server.url().toString()),
                ServerType.REAL,
                "instance-1");
    }
}

package dev.chasqui.adapters.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.port.Asker;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.model.LoadedModel;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/** The models that servers of OpenAI's dialect hold in memory, and the requests that load them. */
class LoadedModelsTest {
    private final FakeBackend server = FakeBackend.start();
    private final HttpBackend backend =
            new HttpBackend(
                    BackendEndpoint.of("house", ServerType.OPENAI.real(), server.url().toString()),
                    ServerType.REAL,
                    "instance-1");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void ofSeveralModelsLlamaServerTellsWhichIsLoaded() {
        server.on("GET", "/v1/models", Answer.play("llama-server/router-models-loaded"));

        assertThat(backend.loaded())
                .singleElement()
                .isEqualTo(LoadedModel.of("tiny", OptionalInt.of(4096)));
    }

    @Test
    void whileNoneIsLoadedNoneRuns() {
        server.on("GET", "/v1/models", Answer.play("llama-server/router-models"));

        assertThat(backend.loaded()).isEmpty();
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void theOnlyModelOfALlamaServerIsLoaded() {
        server.on("GET", "/v1/models", Answer.play("llama-server/models"));

        assertThat(backend.loaded())
                .singleElement()
                .isEqualTo(LoadedModel.of("tiny", OptionalInt.of(4096)));
    }

    @Test
    void vllmHasLoadedWhatItLists() {
        models("{\"id\":\"m\",\"owned_by\":\"vllm\",\"max_model_len\":32768}");

        assertThat(backend.loaded())
                .singleElement()
                .isEqualTo(LoadedModel.of("m", OptionalInt.of(32768)));
    }

    @Test
    void lmStudioTellsItInAnApiOfItsOwn() {
        models(
                "{\"id\":\"a\",\"owned_by\":\"organization_owner\"},"
                        + "{\"id\":\"b\",\"owned_by\":\"organization_owner\"}");
        assertThat(backend.loaded()).as("an older one").isEmpty();

        server.on(
                "GET",
                "/api/v0/models",
                Answer.json(
                        200,
                        """
                        {"data":[
                          {"id":"a","state":"not-loaded","max_context_length":131072},
                          {"id":"b","state":"loaded","loaded_context_length":8192,
                           "max_context_length":131072}]}
                        """));
        assertThat(backend.loaded())
                .singleElement()
                .isEqualTo(LoadedModel.of("b", OptionalInt.of(8192)));
    }

    @Test
    void ofOtherServersNobodyKnows() {
        models("{\"id\":\"gpt-5\",\"owned_by\":\"system\"}");

        assertThat(backend.loaded()).isEmpty();
        assertThat(server.received()).as("no path that they do not have").hasSize(1);
    }

    @Test
    void aModelIsLoadedWhenTheServerSaysThatItIs() {
        AtomicInteger looks = new AtomicInteger();
        server.on("POST", "/models/load", Answer.json(200, "{\"success\":true}"))
                .on(
                        "GET",
                        "/v1/models",
                        Answer.choose(
                                _ ->
                                        switch (looks.getAndIncrement()) {
                                            case 0 -> router("unloaded", "");
                                            case 1, 2 -> router("loading", "");
                                            default -> router("loaded", "");
                                        }));

        ask("5m");
        assertThat(looks).hasValue(4);
        assertThat(server.received("/models/load"))
                .singleElement()
                .satisfies(one -> assertThat(one.message().text()).isEqualTo("{\"model\":\"m\"}"));
    }

    @Test
    void aModelThatSomebodyElseLoadsIsWaitedFor() {
        AtomicInteger looks = new AtomicInteger();
        server.on("POST", "/models/load", Answer.play("llama-server/router-load-again"))
                .on(
                        "GET",
                        "/v1/models",
                        Answer.choose(
                                _ ->
                                        router(
                                                looks.getAndIncrement() == 0 ? "loading" : "loaded",
                                                "")));

        ask("5m");
    }

    @Test
    void aModelThatSleepsIsThereThoughItIsNotLoaded() {
        server.on("GET", "/v1/models", router("sleeping", ""));

        ask("5m");
        assertThat(backend.loaded()).isEmpty();
    }

    @Test
    void aModelThatDoesNotLoadIsAFailure() {
        server.on("POST", "/models/load", Answer.json(200, "{\"success\":true}"))
                .on("GET", "/v1/models", router("unloaded", ",\"exit_code\":1,\"failed\":true"));

        assertThat(refusal("5m").message()).contains("could not load 'm'");
    }

    @Test
    void aModelIsUnloadedWhereThatCanBeAsked() {
        server.on("POST", "/models/unload", Answer.json(200, "{\"success\":true}"))
                .on("GET", "/v1/models", router("loaded", ""));

        ask("0");
        assertThat(server.received("/models/unload")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5m", "0"})
    void whereItCannotTheServerIsAskedAllTheSame(String keepAlive) {
        models("{\"id\":\"m\",\"owned_by\":\"vllm\"}");

        ask(keepAlive);
        assertThat(server.received()).hasSize(1);

        models("{\"id\":\"other\",\"owned_by\":\"vllm\"}");
        assertThat(refusal(keepAlive).message()).contains("does not list 'm'");

        server.close();
        assertThat(refusal(keepAlive)).isInstanceOf(Failure.BackendUnreachable.class);
    }

    private Failure refusal(String keepAlive) {
        return catchThrowableOfType(FailureException.class, () -> ask(keepAlive)).failure();
    }

    private void ask(String keepAlive) {
        KeepAlive time = KeepAlive.of(Optional.of(Json.of(keepAlive)));
        backend.load(
                new LoadRequest("m", time, Optional.empty()), Asker.NOBODY, new Cancellation());
    }

    private static Answer router(String value, String more) {
        return Answer.json(
                200,
                "{\"data\":[{\"id\":\"m\",\"owned_by\":\"llamacpp\",\"status\":{\"value\":\""
                        + value
                        + "\""
                        + more
                        + "}}]}");
    }

    private void models(String entries) {
        server.on("GET", "/v1/models", Answer.json(200, "{\"data\":[" + entries + "]}"));
    }
}

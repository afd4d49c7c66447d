package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/** The routes by which administrators read and change the pool. */
class PoolRoutesTest {
    private final TestPool pool = TestPool.of("m", "n");
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.startBefore(pool, settings -> settings);
    }

    @AfterEach
    void stop() {
        server.close();
        pool.close();
    }

    @Test
    void aModelIsReadyWhenItWasLoaded() throws Exception {
        WireMessage answer = post("/admin/pool/load", "{\"model\":\"m\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .startsWith("{\"name\":\"m\",\"state\":\"ready\"")
                .contains("\"memory\":3145728");
        assertThat(RawHttp.get(server.port(), "/admin/pool").text())
                .contains("\"name\":\"m\",\"state\":\"ready\"")
                .contains("\"name\":\"n\",\"state\":\"absent\"");
        assertThat(RawHttp.get(server.port(), "/v1/models/m").text())
                .contains("\"backend\":\"pool\"", "\"state\":\"ready\"");
    }

    @Test
    void anAliasIsAsTheModelThatItStandsFor() throws Exception {
        try (TestPool other = TestPool.of("hello");
                TestServer aliased = TestServer.startBefore(other, settings -> settings)) {
            RawHttp.post(aliased.port(), "/admin/pool/pin", "{\"model\":\"hello\"}");
            String state = "\"backend\":\"pool\",\"state\":\"absent\",";

            assertThat(RawHttp.get(aliased.port(), "/v1/models/alias").text())
                    .startsWith("{\"id\":\"alias\",")
                    .contains(state, "\"pinned\":true");
            String listed = RawHttp.get(aliased.port(), "/v1/models").text();
            assertThat(listed.substring(listed.indexOf("{\"id\":\"alias\"")))
                    .contains(state, "\"pinned\":true");
        }
    }

    @Test
    void aModelIsPinnedAndUnpinned() throws Exception {
        assertThat(post("/admin/pool/pin", "{\"model\":\"n\"}").text()).contains("\"pinned\":true");
        assertThat(post("/admin/pool/unpin", "{\"model\":\"n\"}").text())
                .contains("\"pinned\":false");
    }

    @Test
    void anUnloadedModelIsNotReady() throws Exception {
        post("/admin/pool/load", "{\"model\":\"m\"}");
        assertThat(post("/admin/pool/unload", "{\"model\":\"m\"}").text())
                .doesNotContain("\"state\":\"ready\"");
    }

    @Test
    void thePoolIsABackendOnWhichModelsAreLoadedAndUnloadedButNoPinnedOne() throws Exception {
        String model = "{\"model\":\"m\",\"backend\":\"pool\"}";
        assertThat(post("/admin/models/load", model).text())
                .isEqualTo("{\"model\":\"m\",\"state\":\"loaded\",\"backend\":\"pool\"}");
        assertThat(RawHttp.get(server.port(), "/admin/pool").text())
                .contains("\"name\":\"m\",\"state\":\"ready\"");

        post("/admin/pool/pin", "{\"model\":\"m\"}");
        WireMessage pinned = post("/admin/models/unload", model);
        assertThat(pinned.status()).isEqualTo(400);
        assertThat(pinned.text()).contains("model: 'm' is pinned");

        post("/admin/pool/unpin", "{\"model\":\"m\"}");
        assertThat(post("/admin/models/unload", model).status()).isEqualTo(200);
        Polled.until(
                "the model has left",
                () ->
                        !RawHttp.get(server.port(), "/admin/pool")
                                .text()
                                .contains("\"name\":\"m\",\"state\":\"ready\""));
    }

    @Test
    void theHealthIsDegradedWhileAModelCannotBeLoaded() throws Exception {
        pool.failure = "its file is damaged";
        post("/admin/pool/load", "{\"model\":\"m\"}");

        WireMessage degraded = RawHttp.get(server.port(), "/health");
        assertThat(degraded.status()).isEqualTo(200);
        assertThat(degraded.text())
                .startsWith(
                        "{\"status\":\"degraded\",\"reasons\":[\"model m could not be loaded: its"
                                + " file is damaged\"],");
        assertThat(RawHttp.get(server.port(), "/health/ready").status()).isEqualTo(200);

        pool.failure = "";
        // After a failure the model pauses for a second.
        Polled.until(
                "the model is loaded again",
                () -> post("/admin/pool/load", "{\"model\":\"m\"}").status() == 200);
        assertThat(RawHttp.get(server.port(), "/health").text())
                .startsWith("{\"status\":\"ok\",\"backends\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "unload", "pin", "unpin"})
    void aModelThatIsNotThereIsNotFound(String action) throws Exception {
        WireMessage unknown = post("/admin/pool/" + action, "{\"model\":\"x\"}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("there are: m, n");
        assertThat(post("/admin/pool/" + action, "{}").status()).isEqualTo(400);
    }

    private WireMessage post(String path, String body) throws IOException {
        return RawHttp.post(server.port(), path, body);
    }
}

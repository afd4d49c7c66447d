package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A web service whose entry says that it stands directly before the model. */
class RemoteNearModelTest {
    @TempDir private Path temp;

    /** Both services are the same; the one that is asked first depends on the entry alone. */
    @Test
    void aServiceNearTheModelSeesWhatTheAgentsOfCallersAdd() throws IOException {
        assertThat(order(true)).containsExactly("note", "shield");
        assertThat(order(false)).containsExactly("shield", "note");
    }

    private List<String> order(boolean near) throws IOException {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                FakeBackend service = FakeBackend.start();
                StartedServer server =
                        StartedServer.keeping(
                                temp.resolve("data-" + near),
                                config(backend, service, near),
                                temp)) {
            service.on("POST", "/shield", Answer.json(200, "{\"request\":{}}"));
            service.on("POST", "/note", Answer.json(200, "{\"request\":{}}"));

            WireMessage reply =
                    RawHttp.post(
                            server.port(),
                            "/v1/chat/completions",
                            Client.question("/note Hi", false));

            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            return service.received().stream()
                    .map(received -> received.message().path().substring(1))
                    .toList();
        }
    }

    private static String config(FakeBackend backend, FakeBackend service, boolean near) {
        return """
        {"backends":[%1$s],"pipeline":{"agents":["/shield"]},"plugins":{"remote":{
            "shield":{"url":"%2$s/shield"%3$s},
            "note":{"url":"%2$s/note"}}}}
        """
                .formatted(
                        StartedServer.backendConfig("backend", backend, "openai"),
                        service.url(),
                        near ? ",\"nearModel\":true" : "");
    }
}

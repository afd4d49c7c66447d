package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.LaunchedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Sha256;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Kills of a server amid the writes of its decision ledger: afterwards the chain is in order, and
 * it has an entry of each request that a backend outside has received. {@code -Ddecision.kills=200}
 * kills more often.
 */
class KilledDecisionsTest {
    private static final int KILLS = Integer.getInteger("decision.kills", 2);
    private static final int CHATTERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FakeBackend cloud =
            FakeOpenAi.start("hello").on("POST", OutsideBackends.CHAT, FakeOpenAi.chat("Hi"));

    @TempDir private Path folder;
    private int port;

    @Test
    void whatLeftIsEnteredAndTheChainIsInOrder() throws Exception {
        int before = 0;
        try (cloud) {
            for (int i = 0; i <= KILLS; i++) {
                try (LaunchedServer server = LaunchedServer.launch(folder, config())) {
                    port = server.awaitPort();
                    assertEntered();
                    if (i < KILLS) {
                        before = loadAndKill(server, before + 20 + 7 * i % 30);
                    }
                }
            }
        }
    }

    private String config() {
        String entry = StartedServer.backendConfig("cloud", cloud, "openai");
        return """
        {"data":{"dir":"data"},"log":{"level":"off"},"decisions":{"onFailure":"refuse"},
         "backends":[%s,"zone":"open"}]}
        """
                .formatted(entry.substring(0, entry.length() - 1));
    }

    /** Chats until the backend has received a number of requests, and kills the server then. */
    private int loadAndKill(LaunchedServer server, int received) throws Exception {
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < CHATTERS; i++) {
            load.add(Thread.ofVirtual().start(this::chatUntilKilled));
        }
        var _ = cloud.awaitRequests(OutsideBackends.CHAT, received);
        server.signal("KILL");
        assertThat(server.awaitEnd()).isNotZero();
        for (Thread thread : load) {
            assertThat(thread.join(PATIENCE)).isTrue();
        }
        return cloud.received(OutsideBackends.CHAT).size();
    }

    private void chatUntilKilled() {
        try {
            for (int i = 0; ; i++) {
                var _ =
                        send(
                                "POST",
                                OutsideBackends.CHAT,
                                """
                                {"model":"hello","messages":[{"role":"user","content":"%s %d"}]}\
                                """
                                        .formatted(Thread.currentThread().threadId(), i));
            }
        } catch (IOException | UncheckedIOException e) {
            // The kill.
        }
    }

    private void assertEntered() throws IOException {
        WireMessage verified = send("GET", "/admin/decisions/verify", "");
        assertThat(verified.status()).as(verified.text()).isEqualTo(200);
        Json.Obj found = (Json.Obj) JsonReader.read(verified.body());
        assertThat(found.get("ok")).contains(Json.of(true));
        String ledger = OutsideBackends.ledger(folder.resolve("data"));
        assertThat(cloud.received(OutsideBackends.CHAT))
                .allSatisfy(
                        request ->
                                assertThat(ledger).contains(Sha256.of(request.message().body())));
    }

    private WireMessage send(String method, String path, String body) throws IOException {
        try (RawHttp client = RawHttp.connect(port)) {
            return client.request(method, path, body, new Header[0]).readResponse();
        }
    }
}

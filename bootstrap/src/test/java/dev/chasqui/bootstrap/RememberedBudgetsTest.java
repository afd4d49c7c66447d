package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** The money that a budget has spent, after the end of the process that spent it. */
class RememberedBudgetsTest {
    private static final String CHAT = "/v1/chat/completions";

    private static final String QUESTION =
            """
            {"model":"dear","max_tokens":6,"messages":[{"role":"user","content":"Hi"}]}\
            """;

    private final FakeBackend backend = FakeOpenAi.start("dear");

    @TempDir private Path folder;

    @BeforeEach
    void answer() {
        // Nine tokens.
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private String config() {
        return """
        {"data":{"dir":"data"},"ledger":{},"backends":[%s],
         "prices":{"models":{"dear":{"input":1000000,"output":1000000}}},
         "budget":{"amount":20}}
        """
                .formatted(StartedServer.backendConfig("backend", backend, "openai"));
    }

    private static WireMessage ask(int port) throws IOException {
        return RawHttp.post(port, CHAT, QUESTION);
    }

    private static void assertSpent(int port, int amount) throws IOException {
        WireMessage refused = ask(port);
        assertThat(refused.status()).as(refused.text()).isEqualTo(402);
        assertThat(refused.text()).contains("of 20 USD per month", amount + " is spent");
    }

    private static void awaitEntry(int port, int status) throws IOException {
        Polled.until(
                "the ledger has it",
                () -> RawHttp.get(port, "/v1/history").text().contains("\"status\":" + status));
    }

    @Test
    void theFirstRequestAfterARestartFindsIt() throws IOException {
        try (StartedServer server = StartedServer.keeping(folder, config())) {
            assertThat(ask(server.port()).status()).isEqualTo(200);
            assertThat(ask(server.port()).status()).isEqualTo(200);
            assertSpent(server.port(), 18);
        }
        for (int i = 0; i < 2; i++) {
            try (StartedServer server = StartedServer.keeping(folder, config())) {
                assertSpent(server.port(), 18);
            }
        }
    }

    @Test
    void soDoesTheFirstOneAfterAKillAndNothingIsReserved() throws Exception {
        try (LaunchedServer server = LaunchedServer.launch(folder, config())) {
            int port = server.awaitPort();
            assertThat(ask(port).status()).isEqualTo(200);
            awaitEntry(port, 200);
            // The ledger's next batch is a second later, so what was spent has been written.
            assertThat(RawHttp.post(port, CHAT, QUESTION.replace("dear", "unknown")).status())
                    .isEqualTo(404);
            awaitEntry(port, 404);
            backend.on("POST", CHAT, Answer.stall());
            try (RawHttp running = RawHttp.connect(port)) {
                running.post(CHAT, QUESTION);
                var _ = backend.awaitRequests(CHAT, 2);
                server.signal("KILL");
                assertThat(server.awaitEnd()).isNotZero();
            }
        }
        answer();
        try (LaunchedServer server = LaunchedServer.launch(folder, config())) {
            int port = server.awaitPort();
            assertThat(ask(port).status()).isEqualTo(200);
            assertSpent(port, 18);
        }
    }
}

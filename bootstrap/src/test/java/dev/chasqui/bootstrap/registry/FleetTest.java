package dev.chasqui.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;

/** The advice on which models should be where. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetTest {
    private static final String PATH = "/admin/fleet/recommend";

    private final FakeBackend cloud = FakeOpenAi.start("tiny");
    private final FakeBackend desk = FakeOpenAi.start("tiny");
    private final StartedServer server =
            StartedServer.of(
                    """
                    {"ledger":{"on":true},
                     "prices":{"models":{"tiny":{"input":1000000,"output":1000000}}},
                     "backends":[%s,%s]}
                    """
                            .formatted(
                                    entry("cloud", cloud, "\"zone\":\"open\",\"priority\":1"),
                                    entry("desk", desk, "\"maxConcurrency\":4")));

    @AfterAll
    void close() {
        server.close();
        cloud.close();
        desk.close();
    }

    private static String entry(String name, FakeBackend backend, String more) {
        String entry = StartedServer.backendConfig(name, backend, "openai");
        return entry.substring(0, entry.length() - 1) + "," + more + "}";
    }

    private WireMessage advice(String query) throws IOException {
        return RawHttp.get(server.port(), PATH + query);
    }

    @Test
    void anOwnBackendIsPreferredToOneThatCostsMoney() throws IOException {
        cloud.on("POST", Admin.CHAT, FakeOpenAi.chat("From the cloud"));
        Admin admin = new Admin(server.port());
        assertThat(admin.answering("tiny")).isEqualTo("cloud");

        Polled.untilPasses(() -> assertThat(advice("").text()).contains("prefer"));

        assertThat(advice("?from=1d").text())
                .contains(
                        "\"requests\":1,",
                        "{\"action\":\"prefer\",\"model\":\"tiny\",\"backend\":\"desk\",",
                        "1 request cost 10 at cloud; desk had no request");

        admin.done("/admin/servers/desk/drain", "");
        assertThat(advice("").text()).doesNotContain("prefer");
        admin.done("/admin/servers/desk/resume", "");
    }

    @Test
    void aTimeThatIsTooLongIsRefused() throws IOException {
        WireMessage refused = advice("?from=40d");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("at most 31 days before 'until'");
        assertThat(advice("?from=31d").status()).isEqualTo(200);
        assertThat(advice("?form=7d").text()).contains("form: there is no such parameter");
    }
}

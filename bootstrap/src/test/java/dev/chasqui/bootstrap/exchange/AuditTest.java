package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The audit trail of config and plug-ins, and the ledger of a server without keys. */
class AuditTest {
    @TempDir private Path folder;

    private static String config(FakeBackend backend, String more) {
        return "{\"backends\":[{\"name\":\"one\",\"type\":\"openai\",\"url\":\"%s\"}]%s}"
                .formatted(backend.url(), more);
    }

    private static List<Json> data(ReloadedServer server, String path) throws IOException {
        WireMessage answer = RawHttp.get(server.port(), path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return ((Json.Arr) Reply.parse(answer.text()).get("data").orElseThrow()).items();
    }

    private static Json.Obj newest(ReloadedServer server, int number) throws IOException {
        Polled.untilPasses(() -> assertThat(data(server, "/admin/audit")).hasSize(number));
        return (Json.Obj) data(server, "/admin/audit?limit=1").getFirst();
    }

    @Test
    void changesSayWhoAndWhatAndNoSecret() throws IOException {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                ReloadedServer server =
                        ReloadedServer.start(folder, config(backend, ""), PluginJars.CONTEXT)) {
            assertThat(RawHttp.post(server.port(), "/admin/agents/context/disable", "").status())
                    .isEqualTo(200);
            Json.Obj disabled = newest(server, 1);
            assertThat(disabled.text("who")).contains("127.0.0.1");
            assertThat(disabled.text("action")).contains("plugin.disable");
            assertThat(disabled.text("subject")).contains("context");
            assertThat(disabled.object("before").text("state")).contains("active");
            assertThat(disabled.object("after").text("state")).contains("disabled");

            assertThat(RawHttp.post(server.port(), "/admin/agents/context/disable", "").status())
                    .isEqualTo(200);
            assertThat(RawHttp.post(server.port(), "/admin/agents/nobody/disable", "").status())
                    .isEqualTo(404);
            assertThat(RawHttp.post(server.port(), "/admin/agents/context/enable", "").status())
                    .isEqualTo(200);
            assertThat(newest(server, 2).text("action")).contains("plugin.enable");

            String alias = ",\"models\":{\"aliases\":{\"quick\":\"hidden-value\"}}";
            assertThat(server.reload(config(backend, alias)).status()).isEqualTo(200);
            Json.Obj reloaded = newest(server, 3);
            assertThat(reloaded.text("action")).contains("config.reload");
            assertThat(reloaded.object("after").toString())
                    .contains("models.aliases.quick")
                    .doesNotContain("hidden-value");

            assertThat(server.reload("{").status()).isEqualTo(400);
            assertThat(server.reload(config(backend, alias)).status()).isEqualTo(200);
            assertThat(data(server, "/admin/audit")).hasSize(3);
        }
    }

    @Test
    void aReloadSaysTheValuesOfLimitsAndNumbersAndNoOthers() throws IOException {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                ReloadedServer server =
                        ReloadedServer.start(folder, config(backend, limited("5/1m", 10, "one")))) {
            assertThat(server.reload(config(backend, limited("9/1h", 20, "two"))).status())
                    .isEqualTo(200);

            Json.Obj reloaded = newest(server, 1);
            assertThat(reloaded.object("before").object("values").members())
                    .containsEntry("limits.all.requests", Json.of("5/1m"));
            assertThat(reloaded.object("before").toString()).contains("\"budget.amount\":\"10.0\"");
            assertThat(reloaded.object("after").object("values").members())
                    .containsEntry("limits.all.requests", Json.of("9/1h"));
            assertThat(reloaded.toString())
                    .contains("\"budget.amount\":\"20.0\"", "models.aliases.quick")
                    .doesNotContain("secret-one", "secret-two");
        }
    }

    private static String limited(String requests, int amount, String alias) {
        return ",\"limits\":{\"all\":{\"requests\":\"%s\"}},\"budget\":{\"amount\":%d},"
                        .formatted(requests, amount)
                + "\"models\":{\"aliases\":{\"quick\":\"secret-%s\"}}".formatted(alias);
    }

    @Test
    void withoutKeysAProgramOnThisMachineSeesAllUntilTheLedgerIsOff() throws IOException {
        try (FakeBackend backend = FakeOpenAi.start("tiny");
                ReloadedServer server = ReloadedServer.start(folder, config(backend, ""))) {
            chat(server);
            Polled.untilPasses(() -> assertThat(data(server, "/v1/history")).hasSize(1));
            assertThat(data(server, "/v1/history?user=127.0.0.1")).hasSize(1);
            assertThat(data(server, "/v1/history?user=somebody")).isEmpty();

            assertThat(server.reload(config(backend, ",\"ledger\":{\"on\":false}")).status())
                    .isEqualTo(200);
            chat(server);
            assertThat(server.reload(config(backend, ",\"ledger\":{\"on\":true}")).status())
                    .isEqualTo(200);
            chat(server);
            Polled.untilPasses(() -> assertThat(data(server, "/v1/history")).hasSize(2));
            assertThat(data(server, "/v1/stats?by=model")).hasSize(1);
        }
    }

    private static void chat(ReloadedServer server) throws IOException {
        assertThat(
                        RawHttp.post(
                                        server.port(),
                                        Client.OPENAI.path(),
                                        Client.question("Hi", false))
                                .status())
                .isEqualTo(200);
    }
}

package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** A reload of the agents that the config has run. */
class ReloadedPolicyTest {
    @Test
    void aReloadChangesThePolicyAndAMistakeLeavesItAsItWas(@TempDir Path folder)
            throws IOException {
        try (var backend = FakeOpenAi.start("tiny")) {
            backend.on("POST", "/v1/chat/completions", FakeOpenAi.chat("Hello there!"));
            String config =
                    """
                    {"backends":[%s],
                     "agents":{"context":{"date":false,"snippets":{"team":"We are four."}}}%s}
                    """
                            .formatted(
                                    StartedServer.backendConfig("backend", backend, "openai"),
                                    "%s");
            try (var server =
                    ReloadedServer.start(folder, config.formatted(""), PluginJars.CONTEXT)) {
                assertThat(ask(server).status()).isEqualTo(200);
                assertThat(asked(backend)).doesNotContain("We are four.");

                String guarded = ",\"pipeline\":{\"agents\":[\"/context(team)\"]}";
                assertThat(server.reload(config.formatted(guarded)).text())
                        .contains("pipeline.agents");
                assertThat(ask(server).status()).isEqualTo(200);
                assertThat(asked(backend)).contains("We are four.");

                String wrong = ",\"pipeline\":{\"agents\":[\"/context(\"]}";
                assertThat(server.reload(config.formatted(wrong)).status()).isEqualTo(400);
                assertThat(ask(server).status()).isEqualTo(200);

                String unfit =
                        ",\"pipeline\":{\"rules\":[{\"if\":{\"model\":\"tin*\"},\"then\":"
                                + "{\"model\":\"ecko\"}}]},"
                                + "\"plugins\":{\"limits\":{\"contxt\":{\"failures\":2}}}";
                assertThat(server.reload(config.formatted(unfit)).text())
                        .contains("no backend has the model 'ecko'", "did you mean 'context'?");

                String missing = ",\"pipeline\":{\"agents\":[\"/missing\"]}";
                assertThat(server.reload(config.formatted(missing)).text())
                        .contains("\"warnings\"", "pipeline.agents[0]: /missing cannot run");
                Reply refused = ask(server);
                assertThat(refused.status()).isGreaterThanOrEqualTo(500);
                assertThat(refused.error()).contains("'missing'", "pipeline.agents[0]");

                assertThat(server.reload(config.formatted("")).status()).isEqualTo(200);
                assertThat(ask(server).status()).isEqualTo(200);
            }
        }
    }

    private static Reply ask(ReloadedServer server) throws IOException {
        return Client.OPENAI.ask(server.port(), Client.question("Hi", false));
    }

    private static String asked(FakeBackend backend) {
        return backend.received("/v1/chat/completions").getLast().message().text();
    }
}

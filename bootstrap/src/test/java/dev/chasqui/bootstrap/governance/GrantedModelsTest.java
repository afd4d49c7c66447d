package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** The models that commands ask for on behalf of a user who may not use all of them. */
class GrantedModelsTest {
    private static final String BOUND = "{'name':'bound','models':['hello']}";

    private static WireMessage ask(GovernedServer server, String text) throws IOException {
        server.done(GovernedServer.CONFIG_ADMIN, "POST", "/admin/users", BOUND);
        return server.send(
                server.key("bound", "{}"),
                "POST",
                "/v1/chat/completions",
                "{'model':'hello','messages':[{'role':'user','content':'" + text + "'}]}");
    }

    private static long asked(GovernedServer server, String model) {
        return server.backend().received().stream()
                .filter(request -> request.message().text().contains("\"" + model + "\""))
                .count();
    }

    @Test
    void aCommandOfTheUserReachesNoOtherModel() throws IOException {
        try (GovernedServer server = GovernedServer.withConfigAdmin("", PluginJars.PARALLEL)) {
            WireMessage answer = ask(server, "/parallel(models=hello,other) Hi");

            assertThat(answer.text()).contains("may not use model 'other'");
            assertThat(asked(server, "other")).isZero();
        }
    }

    @Test
    void aCommandOfTheConfigMayAskAnyModel() throws IOException {
        try (GovernedServer server =
                GovernedServer.withConfigAdmin(
                        ",\"pipeline\":{\"agents\":[\"/parallel(models=hello,other)\"]}",
                        PluginJars.PARALLEL)) {
            assertThat(ask(server, "Hi").status()).isEqualTo(200);
            assertThat(asked(server, "other")).isEqualTo(1);
        }
    }
}

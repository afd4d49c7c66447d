package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** The collections of documents that the commands of a user may name. */
class GrantedCollectionsTest {
    private static WireMessage ask(GovernedServer server, String key, String text)
            throws IOException {
        return server.send(
                key,
                "POST",
                "/v1/chat/completions",
                "{'model':'hello','messages':[{'role':'user','content':'" + text + "'}]}");
    }

    @Test
    void onlyTheseAreSearched() throws IOException {
        try (GovernedServer server = GovernedServer.withConfigAdmin("", PluginJars.RAG)) {
            for (String name : new String[] {"handbook", "salaries"}) {
                var _ =
                        server.done(
                                GovernedServer.CONFIG_ADMIN,
                                "POST",
                                "/admin/collections/" + name + "/documents",
                                "{'name':'a.md','text':'Thirty days of leave in " + name + ".'}");
            }
            var _ =
                    server.done(
                            GovernedServer.CONFIG_ADMIN,
                            "POST",
                            "/admin/users",
                            "{'name':'ann','collections':['hand*']}");
            String key = server.key("ann", "{}");

            assertThat(ask(server, key, "/rag(collection=handbook) How many days?").status())
                    .isEqualTo(200);
            WireMessage other = ask(server, key, "/rag(collection=salaries) How many days?");
            assertThat(other.status()).isEqualTo(403);
            assertThat(other.text()).contains("may not use the collection 'salaries'");
            assertThat(ask(server, key, "/rag(salaries) How many days?").status()).isEqualTo(403);
            assertThat(ask(server, key, "/rag(handbook, salaries) How many days?").status())
                    .isEqualTo(403);
            assertThat(ask(server, key, "/rag How many days?").text())
                    .contains("handbook")
                    .doesNotContain("salaries");
            assertThat(ask(server, key, "/rag(handbok) How many days?").text())
                    .doesNotContain("salaries");
            String cited = "/agents/rag/collections/%s/documents/a.md";
            assertThat(server.send(key, "GET", cited.formatted("handbook"), "").status())
                    .isEqualTo(200);
            assertThat(server.send(key, "GET", cited.formatted("salaries"), "").status())
                    .isEqualTo(403);
            assertThat(server.send(key, "GET", cited.formatted("salarie%73"), "").status())
                    .isEqualTo(403);
            assertThat(server.backend().received())
                    .noneMatch(request -> request.message().text().contains("in salaries"));
        }
    }
}

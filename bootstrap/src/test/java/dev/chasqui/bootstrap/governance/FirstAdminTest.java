package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** The first users of a server without keys. */
class FirstAdminTest {

    @Test
    void programsOnTheMachineMakeTheFirstAdministratorThenKeysAreNeeded() throws IOException {
        try (GovernedServer server = GovernedServer.withoutKeys()) {
            assertThat(server.chat("", "hello").status()).isEqualTo(200);

            server.done("", "POST", "/admin/users", "{'name':'boss','role':'admin'}");
            assertThat(server.chat("", "hello").status()).isEqualTo(401);
            String key =
                    server.done("", "POST", "/admin/users/boss/keys", "{}")
                            .text("key")
                            .orElseThrow();

            assertThat(server.send("", "GET", "/admin/users", "").status()).isEqualTo(401);
            assertThat(server.send(key, "GET", "/admin/users", "").status()).isEqualTo(200);
            assertThat(server.chat(key, "hello").status()).isEqualTo(200);
            assertThat(server.send(key, "DELETE", "/admin/users/boss", "").text())
                    .contains("last administrator");
        }
    }
}

package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Sha256;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** The names of the config's keys beside those of stored users. */
class KeyNamesTest {
    private static final Header ADMIN =
            new Header("Authorization", "Bearer " + GovernedServer.CONFIG_ADMIN);

    private static String config(String... names) {
        StringBuilder keys = new StringBuilder();
        for (String name : names) {
            keys.append(",{\"name\":\"%s\",\"sha256\":\"%064x\"}".formatted(name, name.hashCode()));
        }
        return "{\"keys\":[{\"name\":\"root\",\"role\":\"admin\",\"sha256\":\""
                + Sha256.of(GovernedServer.CONFIG_ADMIN)
                + "\"}"
                + keys
                + "]}";
    }

    @Test
    void aReloadThatGivesAKeyTheNameOfAUserIsRefused(@TempDir Path folder) throws IOException {
        try (ReloadedServer server = ReloadedServer.start(folder, config())) {
            WireMessage made =
                    RawHttp.post(server.port(), "/admin/users", "{\"name\":\"ana\"}", ADMIN);
            assertThat(made.status()).as(made.text()).isEqualTo(201);

            WireMessage refused = server.reload(config("bob", "Ana"), ADMIN);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text())
                    .contains("Ana", "a stored user has this one", "chasqui users delete Ana");

            assertThat(server.reload(config("bob"), ADMIN).status()).isEqualTo(200);
        }
    }
}

package dev.chasqui.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Servers that are registered where the config names none, so that others are searched. */
class RegisteredBesideFoundTest {
    @Test
    void aRegisteredServerStaysBesideThoseThatAreFound(@TempDir Path folder) throws IOException {
        try (FakeBackend rack = FakeOpenAi.start("rack-model");
                ReloadedServer server = ReloadedServer.start(folder, "{}")) {
            Admin admin = new Admin(server.port());
            List<Json.Obj> found = admin.servers("chat");

            String id = admin.register(rack, ",'kind':'chat'");

            assertThat(admin.answering("rack-model")).isEqualTo(id);
            assertThat(admin.servers("chat")).hasSize(found.size() + 1).containsAll(found);
            assertThat(server.reload("{}").status()).isEqualTo(200);
            assertThat(admin.answering("rack-model")).isEqualTo(id);

            // A config with backends ends the search, and not the registration.
            try (FakeBackend desk = FakeOpenAi.start("desk-model")) {
                String config =
                        "{\"backends\":[{\"name\":\"desk\",\"type\":\"openai\",\"url\":\"%s\"}]}"
                                .formatted(desk.url());
                assertThat(server.reload(config).status()).isEqualTo(200);
                assertThat(admin.servers("chat"))
                        .extracting(one -> one.text("id"))
                        .containsExactly(Optional.of("desk"), Optional.of(id));
                assertThat(admin.answering("rack-model")).isEqualTo(id);
            }

            // The config precedes, also if it spells the address in another way.
            String config =
                    "{\"backends\":[{\"name\":\"rack\",\"type\":\"openai\",\"url\":\"%s\"}]}"
                            .formatted("http://LOCALHOST.:" + rack.port());
            assertThat(server.reload(config).status()).isEqualTo(200);
            assertThat(admin.servers("chat"))
                    .extracting(one -> one.text("id"))
                    .containsExactly(Optional.of("rack"));
        }
    }
}

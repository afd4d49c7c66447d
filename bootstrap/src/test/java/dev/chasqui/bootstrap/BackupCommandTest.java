package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.zip.ZipInputStream;

/** The commands {@code backup} and {@code restore}, with a started server. */
class BackupCommandTest {
    private static final FakeBackend BACKEND = FakeOpenAi.start("hello");

    @TempDir private Path folder;

    private CommandRun run(String key, String url, String... arguments) {
        return CommandRun.of(
                Map.of("CHASQUI_URL", url, "CHASQUI_KEY", key, "CHASQUI_DATA_DIR", data()),
                _ -> {
                    throw new AssertionError("no server was to be started");
                },
                arguments);
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private StartedServer start() {
        return StartedServer.keeping(
                Path.of(data()),
                "{\"backends\":["
                        + StartedServer.backendConfig("backend", BACKEND, "openai")
                        + "]}");
    }

    @Test
    void aCopyOfTheRunningServerBringsItsUsersBack() throws Exception {
        Path file = folder.resolve("copy.zip");
        String admin;
        try (StartedServer server = start()) {
            String url = server.url();
            CommandRun boss =
                    run("", url, "users", "create", "boss", "--role", "admin", "--key", "--json");
            admin =
                    ((Json.Obj) JsonReader.read(boss.out().getBytes(StandardCharsets.UTF_8)))
                            .object("key")
                            .text("key")
                            .orElseThrow();
            assertThat(run(admin, url, "users", "create", "ana").exitCode()).isZero();

            CommandRun made = run(admin, url, "backup", file.toString());
            assertThat(made.exitCode()).as(made.err()).isZero();
            assertThat(made.out()).startsWith(file + ": ").endsWith(" bytes.\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(unpacked(file)).contains("boss").doesNotContain(admin);
            assertThat(run(admin, url, "backup", file.toString()).err()).contains("there already");
            assertThat(run("wrong", url, "backup", file + "2").exitCode()).isOne();
            assertThat(folder.resolve("copy.zip2")).doesNotExist();
            assertThat(folder.resolve("copy.zip2.part")).doesNotExist();
            assertThat(run(admin, url, "backup", folder + "/missing/x").err())
                    .contains("in a folder that is there");
            String key = admin;
            Polled.untilPasses(
                    () ->
                            assertThat(run(key, url, "audit").out())
                                    .contains("backup", "{\"bytes\":"));

            assertThat(run(admin, url, "users", "delete", "ana").exitCode()).isZero();
            CommandRun refused = run("", url, "restore", file.toString());
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).contains("in use by another Chasqui; stop it");
        }
        Files.delete(Path.of(data(), "chasqui.database", "has-users"));
        CommandRun restored = run("", "http://127.0.0.1:1", "restore", file.toString());
        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("2 users and 1 keys", "before-restore", "revoked");
        assertThat(Path.of(data(), "chasqui.database", "has-users")).exists();
        try (StartedServer server = start()) {
            assertThat(run(admin, server.url(), "users", "list").out()).contains("ana", "boss");
        }
    }

    @Test
    void whatCannotBeRestoredIsRefused() throws Exception {
        assertThat(run("", "http://127.0.0.1:1", "restore", folder + "/missing").err())
                .contains("missing cannot be read");
        Path text = Files.writeString(folder.resolve("text"), "no copy");
        assertThat(run("", "http://127.0.0.1:1", "restore", text.toString()).err())
                .contains("holds no database of Chasqui");
        Path config =
                Files.writeString(
                        folder.resolve("config.json"),
                        "{\"database\":{\"url\":\"jdbc:postgresql://db.example/chasqui\"}}");
        assertThat(
                        run(
                                        "",
                                        "http://127.0.0.1:1",
                                        "restore",
                                        "--config",
                                        config.toString(),
                                        text.toString())
                                .err())
                .contains("pg_restore");
    }

    private static String unpacked(Path file) throws Exception {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("chasqui.mv.db");
            return new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}

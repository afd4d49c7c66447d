package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The commands {@code users}, {@code keys} and {@code teams}, against a started server. */
class CallerCommandsTest {
    private static final FakeBackend BACKEND = FakeOpenAi.start("hello");
    private static StartedServer server;
    private static String admin;

    @BeforeAll
    static void start() {
        server = StartedServer.before(BACKEND, "openai");
        CommandRun first = run("", "users", "create", "boss", "--role", "admin", "--key", "--json");
        assertThat(first.exitCode()).as(first.err()).isZero();
        admin = object(first).object("key").text("key").orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
        BACKEND.close();
    }

    private static CommandRun run(String key, String... arguments) {
        Map<String, String> environment =
                key.isEmpty()
                        ? Map.of("CHASQUI_URL", server.url())
                        : Map.of("CHASQUI_URL", server.url(), "CHASQUI_KEY", key);
        return CommandRun.of(
                environment,
                _ -> {
                    throw new AssertionError("no server was to be started");
                },
                arguments);
    }

    private static String done(String... arguments) {
        CommandRun run = run(admin, arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private static Json.Obj object(CommandRun run) {
        return (Json.Obj) JsonReader.read(run.out().strip().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aUserWithALimitIsMadeShownChangedAndRemoved() {
        assertThat(done("users", "create", "ana", "--requests", "5/1m", "--models", "a*,b"))
                .contains("name: ana", "limits: requests 5/1m", "models: a*, b", "keys create");
        assertThat(done("users", "change", "ana", "--clear", "models", "--budget", "2.5/week"))
                .contains("requests 5/1m", "budget: amount 2.5, per week")
                .doesNotContain("models");
        assertThat(done("users", "deactivate", "ana")).isEqualTo("User ana is deactivated.\n");
        assertThat(done("users", "show", "ana")).contains("active: false");
        assertThat(done("users", "activate", "ana")).isEqualTo("User ana is active.\n");
        assertThat(done("users", "list")).contains("NAME", "ana", "boss", "admin");
        assertThat(done("users", "delete", "ana")).isEqualTo("User ana is removed.\n");
        assertThat(run(admin, "users", "show", "ana").err()).contains("no user 'ana'");
    }

    @Test
    void whatIsKeptOfAUserIsWrittenToAFileAndForgotten(@TempDir Path folder) throws IOException {
        done("users", "create", "kim");
        Path file = folder.resolve("kim.json");

        assertThat(done("users", "export", "kim", "--to", file.toString())).contains(" bytes.");

        assertThat(Files.readString(file)).contains("\"user\":\"kim\"", "\"facts\":[]");
        assertThat(run(admin, "users", "export", "kim", "--to", file.toString()).err())
                .contains("is there already");
        assertThat(done("users", "export", "kim")).contains("\"requests\":[");
        assertThat(run("", "users", "export", "kim").exitCode()).isNotZero();
        assertThat(run(admin, "users", "forget", "kim").err()).contains("add --yes");
        assertThat(done("users", "forget", "kim", "--yes"))
                .contains("What was kept of kim is removed (", "sessions: 0", "facts: 0");
    }

    @Test
    void aKeyIsMadeListedRotatedAndRevoked() {
        done("users", "create", "bob");
        Json.Obj made =
                object(
                        run(
                                admin,
                                "keys",
                                "create",
                                "--user",
                                "bob",
                                "--name",
                                "laptop",
                                "--expires",
                                "30d",
                                "--json"));
        String key = made.text("key").orElseThrow();
        String id = made.text("id").orElseThrow();
        assertThat(run(key, "models").out()).contains("hello");
        assertThat(run(key, "users", "list").err()).contains("needs the key of an administrator");
        assertThat(done("keys", "list", "--user", "bob")).contains(id, "laptop");
        assertThat(done("keys", "list")).contains(id, "boss").doesNotContain("chsq_");
        assertThat(done("keys", "change", id, "--name", "desk", "--clear", "expires,limits"))
                .contains("name: desk")
                .doesNotContain("expires");
        assertThat(done("keys", "update", id, "--tokens", "9/1m")).contains("tokens 9/1m");
        assertThat(run(admin, "keys", "change", id, "--clear", "user").err())
                .contains("user: no such member");
        assertThat(done("keys", "rotate", id)).contains("shown this once", "chsq_", id);
        assertThat(run(key, "models").err()).contains("does not know the key");
        assertThat(done("keys", "revoke", id)).isEqualTo("Key " + id + " of bob is revoked.\n");
    }

    @Test
    void aTeamIsMadeAndRemoved() {
        assertThat(done("teams", "set", "crew", "--tokens", "1000/1d", "--concurrency", "2"))
                .contains("limits: tokens 1000/1d, concurrency 2");
        done("users", "create", "sailor", "--team", "crew");
        assertThat(done("teams", "list")).contains("crew", "sailor");
        assertThat(done("teams", "delete", "crew")).isEqualTo("Team crew is removed.\n");
        assertThat(done("teams", "list")).isEqualTo("There is no team.\n");
    }

    @Test
    void whatIsWrongIsSaidInOneSentence() {
        CommandRun limit = run(admin, "users", "create", "eve", "--requests", "many");
        assertThat(limit.exitCode()).isEqualTo(1);
        assertThat(limit.err()).contains("limits[0].requests: \"many\" (expected:");
        assertThat(run(admin, "users", "create", "eve", "--budget", "ten").exitCode()).isEqualTo(2);
        assertThat(run(admin, "users", "create", "eve", "--soft", "0.5").exitCode()).isEqualTo(2);
        assertThat(run(admin, "users", "delete", "boss").err()).contains("last administrator");
        assertThat(run("", "users", "list").err()).contains("wants a key");
        assertThat(run(admin, "keys", "create").exitCode()).isEqualTo(2);
    }
}

package dev.chasqui.cli.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.CommandRun;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The requests and the output of `chasqui backends`. */
class BackendsCommandTest {
    private static final String REGISTER = "/admin/servers/register";

    private final FakeBackend server = FakeBackend.start();

    @AfterEach
    void close() {
        server.close();
    }

    private CommandRun run(String... arguments) {
        String[] all =
                Stream.concat(
                                Stream.of("backends"),
                                Stream.concat(
                                        Stream.of(arguments),
                                        Stream.of("--url", server.url().toString())))
                        .toArray(String[]::new);
        return CommandRun.of(Map.of("DESK_KEY", "sk-desk"), all);
    }

    private String sent(String path) {
        return server.received(path).getLast().message().text();
    }

    @Test
    void aServerOfSeveralKindsIsListedOnce() {
        String both =
                "{\"id\":\"desk-80\",\"url\":\"http://desk\",\"kind\":\"chat,tts\",\"type\":\"vllm\","
                    + "\"zone\":\"restricted\","
                    + "\"state\":\"up\",\"source\":\"config\",\"api_key\":\"***6789\"}";
        server.on(
                "GET",
                "/admin/servers",
                Answer.json(
                        200, "{\"servers\":{\"chat\":[%s],\"tts\":[%s]}}".formatted(both, both)));

        assertThat(run("list").out().lines().map(String::strip))
                .containsExactly(
                        "ID       KIND      TYPE  ZONE        STATE  SOURCE  URL          KEY",
                        "desk-80  chat,tts  vllm  restricted  up     config  http://desk  ***6789");
        assertThat(run("list", "--json").out()).startsWith("{\"servers\":{\"chat\":[");
    }

    @Test
    void withoutServersTheListSaysHowToAddOne() {
        server.on("GET", "/admin/servers", Answer.json(200, "{\"servers\":{}}"));

        assertThat(run("list").out()).contains("chasqui backends add URL");
    }

    @Test
    void aServerIsAddedWithItsKeyFromAVariableOrAFile(@TempDir Path folder) throws Exception {
        server.on(
                "POST",
                REGISTER,
                Answer.json(200, "{\"id\":\"desk-80\",\"kind\":\"chat\",\"url\":\"http://desk\"}"));
        Path file = Files.writeString(folder.resolve("key"), "sk-file\n");

        CommandRun added =
                run(
                        "add",
                        "http://desk",
                        "--kind",
                        "chat,tts",
                        "--zone",
                        "restricted",
                        "--key-env",
                        "DESK_KEY");

        assertThat(added.exitCode()).isZero();
        assertThat(added.out())
                .contains(
                        "Backend desk-80 (not asked what it is) gets requests of the kinds: chat.");
        assertThat(sent(REGISTER))
                .isEqualTo(
                        "{\"url\":\"http://desk\",\"kind\":\"chat,tts\",\"zone\":\"restricted\","
                                + "\"api_key\":\"sk-desk\",\"force\":false}");
        assertThat(run("add", "http://desk", "--key-file", file.toString(), "--force").exitCode())
                .isZero();
        assertThat(sent(REGISTER))
                .isEqualTo("{\"url\":\"http://desk\",\"api_key\":\"sk-file\",\"force\":true}");
    }

    @Test
    void aKeyThatIsNotThereIsRefusedBeforeAnythingIsSent() {
        assertThat(run("add", "http://desk", "--key-env", "NOT_SET").err())
                .contains("--key-env: NOT_SET holds no key");
        assertThat(run("add", "http://desk", "--key-file", "/not/there").exitCode()).isEqualTo(2);
        assertThat(run("add", "http://desk", "--key-env", "A", "--key-file", "b").exitCode())
                .isEqualTo(2);
        assertThat(server.received(REGISTER)).isEmpty();
    }

    @Test
    void aServerIsRemovedDrainedAndResumed() {
        Answer done = Answer.json(200, "{\"id\":\"desk-80\"}");
        server.on("POST", "/admin/servers/unregister", done)
                .on("POST", "/admin/servers/desk-80/drain", done)
                .on("POST", "/admin/servers/desk-80/resume", done);

        assertThat(run("remove", "desk-80").out()).isEqualTo("Backend desk-80 is removed.\n");
        assertThat(sent("/admin/servers/unregister")).isEqualTo("{\"server_id\":\"desk-80\"}");
        assertThat(run("drain", "desk-80").out())
                .isEqualTo("Backend desk-80 gets no new requests.\n");
        assertThat(run("resume", "desk-80").out())
                .isEqualTo("Backend desk-80 gets requests again.\n");
    }
}

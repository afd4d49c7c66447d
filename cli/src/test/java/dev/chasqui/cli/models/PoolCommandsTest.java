package dev.chasqui.cli.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.config.reading.ConfigException;
import dev.chasqui.cli.CommandRun;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests of `chasqui models` to the pool of the running server. */
class PoolCommandsTest {
    private static final String STATE =
            "{\"name\":\"m\",\"state\":\"loading\",\"memory\":1048576,\"gpu_memory\":3145728,"
                    + "\"expected_memory\":1048576,\"expected_gpu_memory\":2097152,"
                    + "\"pinned\":true,\"leases\":1,\"waiting\":2,\"last_failure\":\"no room\"}";

    private static final Map<String, String> NOWHERE = Map.of("CHASQUI_URL", "http://127.0.0.1:1");

    private final FakeBackend server = FakeBackend.start();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "unload", "pin", "unpin"})
    void aModelIsNamedAndItsStateTold(String command) throws Exception {
        server.on("POST", "/admin/pool/" + command, Answer.json(200, STATE));

        assertThat(run("models", command, "org/m:tag"))
                .isEqualTo(
                        new CommandRun(
                                0,
                                "m: loading, pinned, 1.0 MiB, 3.0 MiB of GPU memory (expected 2.0"
                                        + " MiB), 1 leased, 2 waiting, failed: no room\n",
                                ""));
        assertThat(server.awaitRequest("/admin/pool/" + command).message().text())
                .isEqualTo("{\"model\":\"org/m:tag\"}");
        assertThat(run("models", command, "m", "--json").out()).isEqualTo(STATE + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "unload"})
    void aBackendIsNamedAndItsAnswerTold(String command) throws Exception {
        String path = "/admin/models/" + command;
        server.on(
                "POST",
                path,
                Answer.json(200, "{\"model\":\"m:1\",\"state\":\"done\",\"backend\":\"desk\"}"));

        assertThat(run("models", command, "m", "--backend", "desk"))
                .isEqualTo(new CommandRun(0, "m:1: done on desk\n", ""));
        assertThat(server.awaitRequest(path).message().text())
                .isEqualTo("{\"model\":\"m\",\"backend\":\"desk\"}");
    }

    @Test
    void aModelIsMoved() throws Exception {
        String path = "/admin/models/migrate";
        server.on("POST", path, Answer.json(200, "{\"model\":\"m:1\",\"state\":\"moved\"}"));

        assertThat(run("models", "migrate", "m", "--from", "desk", "--to", "rack"))
                .isEqualTo(new CommandRun(0, "m:1: moved from desk to rack\n", ""));
        assertThat(server.awaitRequest(path).message().text())
                .isEqualTo("{\"model\":\"m\",\"from\":\"desk\",\"to\":\"rack\"}");
    }

    @Test
    void aLoadIsWaitedForAsLongAsAServerMayTake() {
        Duration longest = Duration.ofHours(24);

        assertThat(maxWait(longest)).isEqualTo(longest);
        assertThat(PoolCommand.PATIENCE).isGreaterThan(longest);
        assertThatThrownBy(() -> maxWait(PoolCommand.PATIENCE)).isInstanceOf(ConfigException.class);
    }

    private static Duration maxWait(Duration time) {
        return ConfigReader.read(
                        Optional.empty(),
                        Map.of("CHASQUI_POOL_MAXWAIT", time.toSeconds() + "s"),
                        Map.of())
                .pool()
                .maxWait();
    }

    @Test
    void whatTheServerRefusesIsQuoted() {
        server.on("POST", "/admin/pool/load", FakeOpenAi.error(404, "model 'm' not found"));

        CommandRun run = run("models", "load", "m");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("chasqui: model 'm' not found\n");
    }

    @Test
    void withoutAModelThereIsNothingToDo() {
        CommandRun run = run("models", "pin");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("MODEL", "chasqui models pin --help");
    }

    @Test
    void aLogIsPrintedAsItIs() throws Exception {
        server.on("GET", "/admin/pool/log", Answer.whole(200, "text/plain", "one\ntwo ñ\n"));

        assertThat(run("models", "log", "org/m:tag", "--lines=2"))
                .isEqualTo(new CommandRun(0, "one\ntwo ñ\n", ""));
        assertThat(server.awaitRequest("/admin/pool/log").message().firstLine())
                .startsWith(
                        "GET /admin/pool/log?model=org%2Fm%3Atag&lines=2&follow=false HTTP/1.1");
    }

    @Test
    void aLogAsJsonIsAnObjectALine() {
        server.on(
                "GET",
                "/admin/pool/log",
                Answer.whole(
                        200,
                        "text/plain",
                        "2026-01-02T03:04:05.678Z say \"ñ\"\n2026-01-02T03:04:06Z \nodd\n"));

        assertThat(run("models", "log", "m", "--json"))
                .isEqualTo(
                        new CommandRun(
                                0,
                                """
                                {"time":"2026-01-02T03:04:05.678Z","text":"say \\"ñ\\""}
                                {"time":"2026-01-02T03:04:06Z","text":""}
                                {"text":"odd"}
                                """,
                                ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "unload", "pin", "unpin"})
    void whatIsSaidBeforeTheSubcommandCountsForIt(String command) {
        server.on("POST", "/admin/pool/" + command, Answer.json(200, STATE));
        String url = server.url().toString();

        assertThat(CommandRun.of(NOWHERE, "models", "--url", url, "--json", command, "m"))
                .isEqualTo(new CommandRun(0, STATE + "\n", ""));
    }

    @Test
    void whatIsSaidBehindTheSubcommandCountsMore() {
        server.on("GET", "/admin/pool/log", Answer.whole(200, "text/plain", "one\n"));
        String url = server.url().toString();

        assertThat(
                        CommandRun.of(
                                NOWHERE,
                                "models",
                                "--url=http://127.0.0.1:1",
                                "--json",
                                "log",
                                "--url=" + url,
                                "m"))
                .isEqualTo(new CommandRun(0, "{\"text\":\"one\"}\n", ""));
        assertThat(CommandRun.of(NOWHERE, "models", "--url", url, "log", "m"))
                .isEqualTo(new CommandRun(0, "one\n", ""));
    }

    @Test
    void aLogIsFollowedToItsEnd() throws Exception {
        server.on(
                "GET",
                "/admin/pool/log",
                Answer.stream("text/plain", Duration.ofMillis(1), List.of("one\ntw", "o\n")));

        assertThat(run("models", "log", "-f", "m").out()).isEqualTo("one\ntwo\n");
        assertThat(server.awaitRequest("/admin/pool/log").message().firstLine())
                .contains("model=m&lines=200&follow=true");
    }

    @Test
    void aLogThatIsRefusedOrBreaksOffIsOneSentence() {
        server.on("GET", "/admin/pool/log", FakeOpenAi.error(403, "this takes an admin's key"));
        assertThat(run("models", "log", "m"))
                .isEqualTo(new CommandRun(1, "", "chasqui: this takes an admin's key\n"));

        server.on(
                "GET",
                "/admin/pool/log",
                Answer.stream("text/plain", Duration.ZERO, List.of("one\n", "two\n")).cutAfter(4));
        CommandRun run = run("models", "log", "m");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("one\n");
        assertThat(run.err().lines()).hasSize(1);
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(Map.of("CHASQUI_URL", server.url().toString()), arguments);
    }
}

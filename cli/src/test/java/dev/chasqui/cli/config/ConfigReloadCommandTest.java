package dev.chasqui.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.CommandRun;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/** The output of `chasqui config reload` for answers of the running server. */
class ConfigReloadCommandTest {
    private static final String RELOAD = "/admin/reload";
    private static final String MISTAKES =
            "{\"error\":{\"message\":\"the configuration has 2 mistakes\",\"type\":null},"
                    + "\"mistakes\":[{\"file\":\"config.json\",\"line\":4,\"column\":5,"
                    + "\"key\":\"server.prot\",\"message\":\"unknown key\\u001b[2J\"},"
                    + "{\"file\":\"CHASQUI_KEYS\",\"line\":0,\"column\":0,\"key\":\"\","
                    + "\"message\":\"no list\"}]}";

    private final FakeBackend server = FakeBackend.start();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    []                    | []              | Nothing changed.
                    ["log.level","a[b].c"]| []              | Changed: log.level, a[b].c
                    ["log.level"]         | ["server.port"] | Changed: log.level/Takes effect only with the next start: server.port
                    []                    | ["server.port"] | Nothing changed./Takes effect only with the next start: server.port
                    """)
    void whatChangedAndWhatWaitsIsSaidInPlainWords(String changed, String restart, String said)
            throws Exception {
        answer(200, "{\"changed\":" + changed + ",\"restart\":" + restart + "}");

        assertThat(run()).isEqualTo(new CommandRun(0, said.replace('/', '\n') + "\n", ""));
        assertThat(server.awaitRequest(RELOAD).message().text()).isEmpty();
    }

    @Test
    void eachMistakeIsSaidAsACheckSaysIt() {
        answer(400, MISTAKES);

        assertThat(run())
                .isEqualTo(
                        new CommandRun(
                                2,
                                "",
                                """
                                config.json:4:5: server.prot: unknown key\\u001b[2J
                                CHASQUI_KEYS: no list
                                """));
    }

    @Test
    void programsGetTheServersJson() {
        String done = "{\"changed\":[],\"restart\":[]}";
        answer(200, done);
        assertThat(run("--json")).isEqualTo(new CommandRun(0, done + "\n", ""));

        answer(400, MISTAKES);
        CommandRun refused = run("--json");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).startsWith("{\"error\":").contains("\"key\":\"server.prot\"");
        assertThat(refused.err()).isEmpty();
    }

    @Test
    void anyOtherRefusalIsQuoted() {
        server.on("POST", RELOAD, FakeOpenAi.error(400, "a malformed request"));
        assertThat(run()).isEqualTo(new CommandRun(1, "", "chasqui: a malformed request\n"));

        server.on("POST", RELOAD, FakeOpenAi.error(403, "this takes an admin's key"));
        assertThat(run()).isEqualTo(new CommandRun(1, "", "chasqui: this takes an admin's key\n"));
    }

    @Test
    void anAnswerWithoutListsIsNoChasquis() {
        answer(200, "{}");

        CommandRun run = run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("no Chasqui", "changed");
    }

    @Test
    void whereNoServerIsThatIsSaid() {
        CommandRun run =
                CommandRun.of(Map.of("CHASQUI_URL", "http://127.0.0.1:1"), "config", "reload");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("no server answers at http://127.0.0.1:1");
    }

    private void answer(int status, String body) {
        server.on("POST", RELOAD, Answer.json(status, body));
    }

    private CommandRun run(String... options) {
        String[] arguments = new String[2 + options.length];
        arguments[0] = "config";
        arguments[1] = "reload";
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CommandRun.of(Map.of("CHASQUI_URL", server.url().toString()), arguments);
    }
}

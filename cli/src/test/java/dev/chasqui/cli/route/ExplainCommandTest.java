package dev.chasqui.cli.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.CommandRun;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** The output of `chasqui explain` for answers of the running server. */
class ExplainCommandTest {
    private static final String EXPLAIN = "/admin/route/explain";

    private final FakeBackend server = FakeBackend.start();

    @AfterEach
    void close() {
        server.close();
    }

    private CommandRun run(String body, String... arguments) {
        server.on("POST", EXPLAIN, Answer.json(200, body));
        String[] all = new String[arguments.length + 3];
        all[0] = "explain";
        all[1] = "--url";
        all[2] = server.url().toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return CommandRun.of(Map.of(), all);
    }

    @Test
    void theBackendsAreListedInOrderWithTheirReasons() throws Exception {
        CommandRun run =
                run(
                        """
                        {"model":"m","kept":[
                        {"backend":"a","model":"m","score":1.0,"reasons":["its turn","priority 2"]},
                        {"backend":"b","model":"n","score":0.5,"reasons":["no price"]}],
                        "dropped":[{"backend":"c","reason":"it is full"}]}\
                        """,
                        "m");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().map(String::strip))
                .containsExactly(
                        "BACKEND  MODEL  WHY",
                        "1  a        m      its turn; priority 2",
                        "2  b        n      no price",
                        "DROPPED  WHY",
                        "c        it is full");
        assertThat(server.awaitRequest(EXPLAIN).message().text()).contains("{\"model\":\"m\"}");
    }

    @Test
    void whereNoneMayAnswerTheExitCodeSaysSo() {
        CommandRun run =
                run("{\"model\":\"m\",\"kept\":[],\"dropped\":[]}", "m", "--caller", "ann b");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().strip()).isEqualTo("No backend may answer.");
        assertThat(server.received().getFirst().message().firstLine()).contains("caller=ann+b");
    }
}

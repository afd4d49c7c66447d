package dev.chasqui.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.CommandRun;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** The requests and the output of `chasqui fleet`. */
class FleetCommandTest {
    private static final String PATH = "/admin/fleet/recommend";

    private final FakeBackend server = FakeBackend.start();

    @AfterEach
    void close() {
        server.close();
    }

    private CommandRun run(String answer, String... more) {
        server.on("GET", PATH, Answer.json(200, answer));
        String[] all = new String[4 + more.length];
        all[0] = "fleet";
        all[1] = "recommend";
        all[2] = "--url";
        all[3] = server.url().toString();
        System.arraycopy(more, 0, all, 4, more.length);
        return CommandRun.of(Map.of(), all);
    }

    @Test
    void eachAdviceIsALine() {
        CommandRun run =
                run(
                        "{\"requests\":9,\"data\":[{\"action\":\"pin\",\"model\":\"qwen\","
                                + "\"backend\":\"pool\",\"reason\":\"asked for\"}]}",
                        "--from",
                        "30d");

        assertThat(run.out().lines().map(String::strip))
                .containsExactly("DO   MODEL  BACKEND  WHY", "pin  qwen   pool     asked for");
        assertThat(server.received(PATH).getLast().message().target())
                .isEqualTo(PATH + "?from=30d");
    }

    @Test
    void withoutRequestsItSaysSo() {
        assertThat(run("{\"requests\":0,\"data\":[]}").out()).contains("has no requests");
        assertThat(run("{\"requests\":3,\"data\":[]}").out()).contains("nothing to recommend");
    }
}

package dev.chasqui.benchmarks.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.load.Ask;
import dev.chasqui.benchmarks.mock.Answers;
import dev.chasqui.benchmarks.mock.MockUpstream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

@Timeout(60)
class CrowdTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MockUpstream mock;

    CrowdTest() throws IOException {
        mock = new MockUpstream(0);
        Thread.ofPlatform().daemon().name("mock").start(mock::run);
    }

    @AfterEach
    void close() {
        mock.close();
    }

    @Test
    void allWhoAskAtOnceHaveAVisit() throws InterruptedException {
        List<Visit> visits = Crowd.atOnce(question(mock.port(), Answers.text()), 20, PATIENCE);

        assertThat(visits).hasSize(20);
        assertThat(new Tally(visits, PATIENCE).answers()).isEqualTo(20);
    }

    @Test
    void clientsAskAgainUntilTheTimeIsOver() throws InterruptedException {
        Crowd.Question question = question(mock.port(), Answers.text());

        List<Visit> visits = Crowd.again(List.of(question, question), LONG, PATIENCE);

        assertThat(visits)
                .hasSizeGreaterThan(2)
                .allSatisfy(visit -> assertThat(visit.asked()).isLessThan(LONG));
    }

    @Test
    void anotherAnswerIsAFailureThatSaysWhatCame() throws InterruptedException {
        List<Visit> visits = Crowd.atOnce(question(mock.port(), "something else"), 1, PATIENCE);

        assertThat(new Tally(visits, PATIENCE).firstFailure())
                .hasValueSatisfying(why -> assertThat(why).contains("200", "chatcmpl-bench"));
    }

    @Test
    void whoArrivesLeavesWhenTheTimeIsOver() throws IOException, InterruptedException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Crowd.Question question = question(silent.getLocalPort(), "");

            List<Visit> visits =
                    Crowd.arriving(List.of(question, question), SHORT.dividedBy(4), SHORT);

            assertThat(visits)
                    .hasSize(4)
                    .extracting(Visit::outcome)
                    .containsOnly(new Visit.Unfinished());
        }
    }

    private static Crowd.Question question(int port, String expected) {
        Ask ask = Gateway.direct(port).ask(Prompt.whole(), new Ask.Holds(expected));
        return new Crowd.Question("a", ask);
    }
}

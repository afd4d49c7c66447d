package dev.chasqui.benchmarks.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.load.RawRequest;
import dev.chasqui.benchmarks.mock.MockAnswers;
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
    void allClientsAtOnceHaveARequest() throws InterruptedException {
        List<CrowdRequest> visits =
                Crowd.atOnce(question(mock.port(), MockAnswers.text()), 20, PATIENCE);

        assertThat(visits).hasSize(20);
        assertThat(new CrowdTally(visits, PATIENCE).answers()).isEqualTo(20);
    }

    @Test
    void clientsAskAgainUntilTheTimeIsOver() throws InterruptedException {
        Crowd.Question question = question(mock.port(), MockAnswers.text());

        List<CrowdRequest> visits = Crowd.repeating(List.of(question, question), LONG, PATIENCE);

        assertThat(visits)
                .hasSizeGreaterThan(2)
                .allSatisfy(visit -> assertThat(visit.asked()).isLessThan(LONG));
    }

    @Test
    void aWrongAnswerIsAFailureThatQuotesIt() throws InterruptedException {
        List<CrowdRequest> visits =
                Crowd.atOnce(question(mock.port(), "something else"), 1, PATIENCE);

        assertThat(new CrowdTally(visits, PATIENCE).firstFailure())
                .hasValueSatisfying(why -> assertThat(why).contains("200", "chatcmpl-bench"));
    }

    @Test
    void anArrivingClientGivesUpWhenTheTimeIsOver() throws IOException, InterruptedException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Crowd.Question question = question(silent.getLocalPort(), "");

            List<CrowdRequest> visits =
                    Crowd.arriving(List.of(question, question), SHORT.dividedBy(4), SHORT);

            assertThat(visits)
                    .hasSize(4)
                    .extracting(CrowdRequest::outcome)
                    .containsOnly(new CrowdRequest.Unfinished());
        }
    }

    private static Crowd.Question question(int port, String expected) {
        RawRequest ask = Gateway.direct(port).ask(Prompt.whole(), new RawRequest.Holds(expected));
        return new Crowd.Question("a", ask);
    }
}

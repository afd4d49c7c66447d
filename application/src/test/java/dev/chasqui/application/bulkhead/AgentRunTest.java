package dev.chasqui.application.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.port.exchange.AgentReport;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

class AgentRunTest {
    private final AtomicLong now = new AtomicLong();
    private final List<String> happened = new ArrayList<>();
    private final Bulkheads bulkheads = new Bulkheads(Map.of(), now::get);
    private final Bulkhead bulkhead = bulkheads.of("rag");
    private final RunFacts facts = new RunFacts("rag", System.nanoTime());
    private boolean leaves = true;
    private final AgentRun run =
            AgentRun.unwatched(
                    facts,
                    bulkhead.enter(String.class, false, new Cancellation()),
                    AgentLimits.DEFAULT,
                    bulkheads.sweeper(),
                    now::get,
                    new AgentRun.Owner() {
                        @Override
                        public boolean leaves() {
                            return leaves;
                        }

                        @Override
                        public void overdue() {
                            happened.add("overdue");
                        }

                        @Override
                        public void stuck(Thread thread) {
                            happened.add("stuck");
                        }
                    });

    @AfterEach
    void close() {
        bulkheads.close();
        // No test leaves its interrupt behind.
        var _ = Thread.interrupted();
    }

    private void after(Duration time) {
        run.check(now.addAndGet(time.toNanos()));
    }

    @Test
    void whatHangsIsClosedThenInterruptedThenGivenUp() {
        run.call();
        after(Duration.ofSeconds(30));
        assertThat(happened).isEmpty();

        after(Duration.ofMillis(1));
        assertThat(happened).containsExactly("overdue");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        after(Duration.ofMillis(600));
        assertThat(Thread.interrupted()).isTrue();

        after(Duration.ofSeconds(1));
        assertThat(happened).containsExactly("overdue", "stuck");
        after(Duration.ofHours(1));
        assertThat(happened).hasSize(2);
        assertThat(run.isBack()).isFalse();
        assertThat(run.overdue().orElseThrow().failure().message()).contains("'rag'", "30.0 s");
    }

    @Test
    void aThreadIsNotInterruptedOutsideOfTheAgent() {
        run.call();
        after(Duration.ofSeconds(31));
        run.back();
        after(Duration.ofSeconds(31));
        after(Duration.ofSeconds(31));

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(happened).containsExactly("overdue");
    }

    @Test
    void theTimeInTheRestOfTheChainIsFree() {
        run.call();
        run.enterInside();
        after(Duration.ofHours(1));
        run.leaveInside();
        after(Duration.ofSeconds(29));

        assertThat(happened).isEmpty();
    }

    @Test
    void whoseTimeIsOverMayCallNobodyAnyMore() {
        run.call();
        after(Duration.ofSeconds(31));

        assertThat(catchThrowableOfType(FailureException.class, run::enterInside).failure())
                .isInstanceOf(Failure.AgentFailed.class);
    }

    @Test
    void closingHasAShortTimeOfItsOwn() {
        run.end(AgentReport.Outcome.OK, Optional.empty());
        run.closing();
        after(Duration.ofSeconds(2));
        assertThat(happened).isEmpty();
        after(Duration.ofMillis(1));
        after(Duration.ofMillis(600));
        after(Duration.ofSeconds(1));

        assertThat(happened).containsExactly("overdue", "stuck");
    }

    @Test
    void aRunThatEndsWhileItsThreadHangsIsWatchedOnAndKeepsItsPlace() {
        run.call();
        run.end(AgentReport.Outcome.CANCELLED, Optional.empty());
        assertThat(run.isOver()).isTrue();
        assertThat(bulkhead.state().running()).isEqualTo(1);

        after(Duration.ofMillis(600));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(bulkhead.state().running()).isEqualTo(1);

        after(Duration.ofSeconds(1));
        assertThat(happened).containsExactly("stuck");
        assertThat(run.isAbandoned()).isTrue();
        assertThat(bulkhead.state().running()).isZero();
        run.back();
        assertThat(bulkhead.state().running()).isZero();
    }

    @Test
    void aRunThatEndsWhileItsThreadIsInTheRestOfTheChainWaitsForItToComeBack() {
        run.call();
        run.enterInside();
        run.end(AgentReport.Outcome.CANCELLED, Optional.empty());
        after(Duration.ofMinutes(1));
        run.leaveInside();
        after(Duration.ofMillis(100));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        run.back();
        after(Duration.ofMinutes(1));

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(happened).isEmpty();
        assertThat(bulkhead.state().running()).isZero();
    }

    @Test
    void whatIsNeverLeftBehindIsReportedOnceAndEndsAsItDoes() {
        leaves = false;
        run.call();
        after(Duration.ofSeconds(31));
        after(Duration.ofMillis(600));
        after(Duration.ofSeconds(1));
        after(Duration.ofMinutes(1));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(happened).containsExactly("overdue", "stuck");

        run.back();
        assertThat(run.isStuck()).isFalse();
        assertThat(run.overdue()).isPresent();
        run.end(AgentReport.Outcome.FAILED, Optional.of("late"));
        assertThat(bulkhead.state().running()).isZero();
    }

    @Test
    void theFirstEndCounts() {
        run.end(AgentReport.Outcome.FAILED, Optional.of("why"));
        run.end(AgentReport.Outcome.OK, Optional.empty());

        assertThat(facts.report().outcome()).isEqualTo(AgentReport.Outcome.FAILED);
        assertThat(facts.report().reason()).contains("why");
        assertThat(bulkhead.state().running()).isZero();
    }

    @Test
    void notesAreBoundedInNumberAndSize() {
        for (int i = 0; i < 100; i++) {
            facts.note("n", Json.of(i));
        }
        assertThat(facts.report().notes()).hasSize(RunFacts.MOST_NOTES);

        RunFacts other = new RunFacts("rag", System.nanoTime());
        other.note("long", Json.of("x".repeat(RunFacts.LONGEST_NOTE)));
        assertThat(other.report().notes()).isEmpty();
    }
}

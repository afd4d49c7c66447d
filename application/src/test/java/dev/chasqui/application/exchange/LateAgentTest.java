package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.agents.Step;
import dev.chasqui.application.bulkhead.AgentLimits;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.exchange.AgentReport;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A trusted agent is waited for, however late it is, and its exchange ends with its failure. */
class LateAgentTest {
    private final CountDownLatch reported = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Journal journal = new Journal(Instant.EPOCH);
    private final Agent late =
            new Agent() {
                @Override
                public ChatReply after(ChatReply inner, Exchange exchange) {
                    return new LateReply(inner);
                }
            };

    @Test
    void oneThatComesBackAfterItWasReportedFailsAsItselfAndIsClosed() {
        Logger log = Logger.getLogger(LeftThread.class.getName());
        Handler reports = new Reports();
        log.addHandler(reports);
        try (ChatReply reply = chain().proceed(request())) {
            assertThat(catchThrowableOfType(FailureException.class, reply::next).failure())
                    .isInstanceOfSatisfying(
                            Failure.AgentFailed.class,
                            failure -> assertThat(failure.message()).contains("own time"));
        } finally {
            log.removeHandler(reports);
        }

        assertThat(closed).isTrue();
        assertThat(journal.agents().reports())
                .extracting(AgentReport::outcome)
                .containsExactly(AgentReport.Outcome.FAILED);
    }

    private AgentChain chain() {
        FakeBackend backend = new FakeBackend("backend", "m");
        Models models =
                new Models(
                        Backends.configured(List.of(backend), new FakeBackend("built-in")),
                        Map.of(),
                        Duration.ofDays(1));
        return new AgentChain(
                List.of(new Step("late", late, true)),
                new Exchange("x", Caller.anonymous("test"), Dialect.OPENAI, _ -> {}),
                new Dispatch(models, new OpenCalls(10)),
                journal,
                Holds.with(AgentLimits.DEFAULT.withDeadline(Duration.ofMillis(100))));
    }

    private static ChatRequest request() {
        return ChatRequest.of("m", false, Conversation.of(List.of(Message.of(Role.USER, "Hi"))));
    }

    /** A reply that hangs until its thread was reported, and does not end by an interrupt. */
    private final class LateReply implements ChatReply {
        private final ChatReply inner;

        LateReply(ChatReply inner) {
            this.inner = inner;
        }

        @Override
        public @Nullable ReplyEvent next() {
            while (reported.getCount() > 0) {
                try {
                    reported.await();
                } catch (InterruptedException e) {
                    // It does not listen.
                }
            }
            return new ReplyEvent.Text("late");
        }

        @Override
        public void close() {
            closed.set(true);
            inner.close();
        }
    }

    /** A handler that waits for the report of the thread. */
    private final class Reports extends Handler {
        @Override
        public void publish(LogRecord record) {
            reported.countDown();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

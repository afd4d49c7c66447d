package dev.chasqui.application.exchange.resuming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/** A reply that is continued where it breaks off. */
class ResumedReplyTest {
    private static final ChatRequest REQUEST =
            ChatRequest.of("m", true, Conversation.of(List.of(Message.of(Role.USER, "hi"))));

    private final FailureException lost =
            new FailureException(new Failure.BackendBroke("first", "reset"));
    private final Exchange exchange =
            new Exchange("x", Caller.anonymous("test"), Dialect.OPENAI, text -> {});
    private final List<Continuation> asked = new ArrayList<>();

    private ResumedReply reply(
            ChatReply first, BiFunction<Continuation, Exchange, ChatReply> sending) {
        return new ResumedReply(first, REQUEST, exchange, _ -> true, sending);
    }

    private BiFunction<Continuation, Exchange, ChatReply> with(ReplyEvent... events) {
        return (rest, _) -> {
            asked.add(rest);
            return ChatReply.of(List.of(events));
        };
    }

    private static List<ReplyEvent> all(ChatReply reply) {
        List<ReplyEvent> events = new ArrayList<>();
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            events.add(event);
        }
        return events;
    }

    @Test
    void theRestFollowsTheNoteThatMarksThePlace() {
        Breaking first = new Breaking(lost, new ReplyEvent.Text("one "));
        ResumedReply reply =
                reply(
                        first,
                        with(
                                new ReplyEvent.Opened(Role.ASSISTANT),
                                new ReplyEvent.Text("two"),
                                new ReplyEvent.Finish(FinishReason.STOP)));

        assertThat(all(reply))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Text", "Note", "Text", "Finish");
        assertThat(asked).containsExactly(new Continuation(REQUEST, "one ", 1, "first"));
        assertThat(first.closed).isTrue();
    }

    @Test
    void aTextThatIsTooLongIsNotContinued() {
        ReplyEvent half = new ReplyEvent.Text("x".repeat(GivenText.MOST / 2 + 1));
        ResumedReply reply = reply(new Breaking(lost, half, half), with());

        assertThatThrownBy(() -> all(reply)).isSameAs(lost);
        assertThat(asked).isEmpty();
    }

    @Test
    void anAnswerThatIsOverIsNotContinued() {
        ReplyEvent finish = new ReplyEvent.Finish(FinishReason.STOP);

        assertThatThrownBy(
                        () ->
                                all(
                                        reply(
                                                new Breaking(
                                                        lost, new ReplyEvent.Text("one"), finish),
                                                with())))
                .isSameAs(lost);
    }

    @Test
    void aClientThatLeftHasNoContinuation() {
        FailureException left = new FailureException(new Failure.Cancelled());

        assertThatThrownBy(() -> all(reply(new Breaking(left, new ReplyEvent.Text("one")), with())))
                .isSameAs(left);
        assertThat(asked).isEmpty();
    }

    @Test
    void theFirstFailureIsTold() {
        FailureException none = new FailureException(new Failure.BackendFailed("second", "no"));
        ResumedReply reply =
                reply(
                        new Breaking(lost, new ReplyEvent.Text("one")),
                        (_, _) -> {
                            throw none;
                        });

        assertThatThrownBy(() -> all(reply)).isSameAs(lost);
    }

    @Test
    void closingItEndsTheQuestionForTheRest() throws Exception {
        CountDownLatch asks = new CountDownLatch(1);
        ResumedReply reply =
                reply(
                        new Breaking(lost, new ReplyEvent.Text("one")),
                        (_, branch) -> {
                            CountDownLatch cancelled = new CountDownLatch(1);
                            var _ = branch.cancellation().onCancel(cancelled::countDown);
                            asks.countDown();
                            try {
                                assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            throw new FailureException(new Failure.Cancelled());
                        });
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread reader =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        all(reply);
                                    } catch (FailureException e) {
                                        thrown.set(e);
                                    }
                                });

        assertThat(asks.await(10, TimeUnit.SECONDS)).isTrue();
        reply.close();

        assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
        assertThat(exchange.cancellation().isCancelled()).isFalse();
    }

    @Test
    void aRestThatComesAfterTheCloseIsClosed() {
        AtomicInteger closed = new AtomicInteger();
        AtomicReference<@Nullable ResumedReply> itself = new AtomicReference<>();
        ResumedReply reply =
                reply(
                        new Breaking(lost, new ReplyEvent.Text("one")),
                        (_, _) -> {
                            Objects.requireNonNull(itself.get()).close();
                            return ChatReply.ofText("late").holding(closed::incrementAndGet);
                        });
        itself.set(reply);

        assertThatThrownBy(() -> all(reply))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
        assertThat(closed.get()).isEqualTo(1);
    }

    /** A reply that gives some events and then breaks off. */
    private static final class Breaking implements ChatReply {
        private final ChatReply events;
        private final FailureException failure;
        private volatile boolean closed;

        Breaking(FailureException failure, ReplyEvent... events) {
            this.events = ChatReply.of(List.of(events));
            this.failure = failure;
        }

        @Override
        public ReplyEvent next() {
            ReplyEvent event = events.next();
            if (event == null) {
                throw failure;
            }
            return event;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

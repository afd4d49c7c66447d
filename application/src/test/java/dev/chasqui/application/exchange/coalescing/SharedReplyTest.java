package dev.chasqui.application.exchange.coalescing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.Waiting;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A reply that several requests read. */
class SharedReplyTest {
    private final Source source = new Source();
    private final KeptBytes kept = new KeptBytes();
    private final SharedReply reply = new SharedReply(source, kept);
    private final Cancellation cancellation = new Cancellation();
    private final AtomicInteger left = new AtomicInteger();
    private @Nullable Thread pulling;

    @AfterEach
    void stop() throws InterruptedException {
        cancellation.cancel();
        if (pulling != null) {
            assertThat(pulling.join(Duration.ofSeconds(10))).isTrue();
            assertThat(source.closed).isTrue();
        }
    }

    private void run() {
        pulling = Thread.ofVirtual().start(() -> reply.run(cancellation));
    }

    /** Waits until this many events are not pulled yet. */
    private void awaitLeft(int count) {
        Waiting.until("events are pulled", () -> source.given.size() == count);
    }

    private static Exchange exchange() {
        return new Exchange("x", Caller.anonymous("test"), Dialect.OPENAI, text -> {});
    }

    private ChatReply reader() {
        return Objects.requireNonNull(reply.join(exchange(), left::incrementAndGet));
    }

    private static List<String> texts(ChatReply reply) {
        List<String> texts = new ArrayList<>();
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            texts.add(((ReplyEvent.Text) event).text());
        }
        return texts;
    }

    @Test
    void eachReaderGetsAllInItsOwnTime() {
        ChatReply first = reader();
        source.give("a", "b");
        run();
        assertThat(first.next()).isEqualTo(new ReplyEvent.Text("a"));
        ChatReply late = reader();
        source.give("c");
        source.end();

        assertThat(texts(late)).containsExactly("a", "b", "c");
        assertThat(texts(first)).containsExactly("b", "c");
        assertThat(first.next()).isNull();
        assertThat(left.get()).isEqualTo(2);
    }

    @Test
    void aFailureComesToEachReaderAfterWhatWasGiven() {
        FailureException lost = new FailureException(new Failure.BackendBroke("b", "reset"));
        source.give("a");
        source.fail(lost);
        for (ChatReply one : List.of(reader(), reader())) {
            if (pulling == null) {
                run();
            }
            assertThat(one.next()).isNotNull();
            assertThatThrownBy(one::next).isSameAs(lost);
            one.close();
        }
        assertThat(left.get()).isEqualTo(2);
    }

    @Test
    void onlySoMuchIsReadAheadOfTheQuickestReader() {
        ChatReply one = reader();
        for (int i = 0; i < 2 * SharedReply.MOST_AHEAD; i++) {
            source.give("x");
        }
        run();
        awaitLeft(SharedReply.MOST_AHEAD);

        assertThat(one.next()).isNotNull();
        awaitLeft(SharedReply.MOST_AHEAD - 1);
    }

    @Test
    void aReaderThatIsTooFarBehindIsCutAndTheOthersGoOn() {
        ChatReply slow = reader();
        ChatReply quick = reader();
        run();
        String large = "x".repeat((int) SharedReply.MOST_KEPT / 8);
        for (int i = 0; i < 10; i++) {
            source.give(large);
            assertThat(quick.next()).isNotNull();
        }
        source.end();

        assertThat(quick.next()).isNull();
        assertThatThrownBy(slow::next)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Overloaded.class));
        assertThat(reply.join(exchange(), () -> {})).isNull();
    }

    @Test
    void whatAllHaveReadIsDroppedWhereAllRepliesKeepTooMuch() {
        ChatReply one = reader();
        run();
        source.give("a");
        assertThat(one.next()).isNotNull();
        kept.add(KeptBytes.MOST);
        source.give("b");
        assertThat(one.next()).isNotNull();

        assertThat(kept.count()).isEqualTo(KeptBytes.MOST);
        assertThat(reply.join(exchange(), () -> {})).isNull();
        source.give("c", "d");
        awaitLeft(1);
        source.end();
        assertThat(texts(one)).containsExactly("c", "d");
    }

    @Test
    void theEndGivesBackWhatWasKept() {
        ChatReply one = reader();
        source.give("a");
        run();
        assertThat(one.next()).isNotNull();
        assertThat(kept.count()).isPositive();

        reply.release();

        assertThat(kept.count()).isZero();
    }

    @Test
    void aCancelledExchangeLeavesAtOnce() throws Exception {
        Exchange of = exchange();
        ChatReply one = Objects.requireNonNull(reply.join(of, left::incrementAndGet));
        run();
        Thread leaves = Thread.ofVirtual().start(of.cancellation()::cancel);

        assertThatThrownBy(one::next)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
        assertThat(leaves.join(Duration.ofSeconds(10))).isTrue();
        assertThat(left.get()).isEqualTo(1);
    }

    @Test
    void withoutAReaderItEndsWhenItIsCancelled() throws Exception {
        for (int i = 0; i <= SharedReply.MOST_AHEAD; i++) {
            source.give("x");
        }
        run();
        awaitLeft(1);
    }

    /** A reply whose events a test gives. */
    private static final class Source implements ChatReply {
        private final BlockingQueue<Object> given = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        void give(String... texts) {
            for (String text : texts) {
                given.add(new ReplyEvent.Text(text));
            }
        }

        void end() {
            given.add("end");
        }

        void fail(FailureException e) {
            given.add(e);
        }

        @Override
        public @Nullable ReplyEvent next() {
            try {
                while (!closed) {
                    Object next = given.poll(10, TimeUnit.MILLISECONDS);
                    switch (next) {
                        case null -> {}
                        case ReplyEvent event -> {
                            return event;
                        }
                        case FailureException failure -> throw failure;
                        default -> {
                            return null;
                        }
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new FailureException(new Failure.Cancelled());
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

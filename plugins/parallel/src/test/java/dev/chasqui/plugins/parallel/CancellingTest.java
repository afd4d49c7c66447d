package dev.chasqui.plugins.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/** Tests that everything ends when the client leaves. */
@Timeout(20)
class CancellingTest {

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void aClientThatLeavesEndsEveryBranch(JoinKind join) throws Exception {
        Stuck stuck = new Stuck(3);
        FakeModels models = new FakeModels().with("a", (request, asked) -> stuck.reply());
        String command = "/parallel(3 a join=" + join.name().toLowerCase(Locale.ROOT) + ")";
        ChatReply reply =
                ParallelCase.agent(command).handle(ParallelCase.question(), models.chain());
        FutureTask<@Nullable ReplyEvent> pulling = new FutureTask<>(reply::next);
        Thread.ofVirtual().start(pulling);
        stuck.pulled.await();

        models.exchange().cancellation().cancel();

        assertThatThrownBy(pulling::get)
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isEqualTo(new Failure.Cancelled()));
        FirstTest.assertEnded(models);
        assertThat(stuck.closed).hasValue(3);
    }

    @Test
    void closingTheReplyEndsEveryBranchThoughNobodyPulledIt() throws Exception {
        Stuck stuck = new Stuck(2);
        FakeModels models = new FakeModels().with("a", (request, asked) -> stuck.reply());
        ChatReply reply =
                ParallelCase.agent("/parallel(2 a)")
                        .handle(ParallelCase.question(), models.chain());
        stuck.pulled.await();

        reply.close();

        FirstTest.assertEnded(models);
        assertThat(stuck.closed).hasValue(2);
        assertThat(models.exchange().cancellation().isCancelled()).isFalse();
    }

    @Test
    void aClientThatLeavesEndsTheAggregator() throws Exception {
        Stuck stuck = new Stuck(1);
        FakeModels models =
                new FakeModels().saying("a", "One.").with("big", (r, x) -> stuck.reply());
        ChatReply reply =
                ParallelCase.agent("/parallel(2 a aggregator=big)")
                        .handle(ParallelCase.question(), models.chain());
        FutureTask<@Nullable ReplyEvent> pulling = new FutureTask<>(reply::next);
        Thread.ofVirtual().start(pulling);
        stuck.pulled.await();

        reply.close();

        assertThatThrownBy(pulling::get)
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isEqualTo(new Failure.Cancelled()));
        assertThat(stuck.closed).hasValue(1);
    }

    @Test
    void theReplyIsThereByTheDeadlineThoughABranchDoesNotHeedItsCancellation() {
        CountDownLatch never = new CountDownLatch(1);
        FakeModels models =
                new FakeModels()
                        .saying("a", "One.")
                        .with(
                                "deaf",
                                (request, asked) -> {
                                    FakeModels.await(never);
                                    return FakeModels.text("Late.");
                                });

        try {
            assertThat(ParallelCase.text("/parallel(models=deaf,a deadline=1s)", models))
                    .isEqualTo("One.");
        } finally {
            never.countDown();
        }
    }

    /** Replies without an event until they are closed. */
    private static final class Stuck {
        private final CountDownLatch pulled;
        private final AtomicInteger closed = new AtomicInteger();

        /**
         * @param replies the number of replies
         */
        Stuck(int replies) {
            this.pulled = new CountDownLatch(replies);
        }

        ChatReply reply() {
            CountDownLatch open = new CountDownLatch(1);
            return new ChatReply() {
                @Override
                public @Nullable ReplyEvent next() {
                    pulled.countDown();
                    FakeModels.await(open);
                    throw new FailureException(new Failure.BackendBroke("b", "closed"));
                }

                @Override
                public void close() {
                    if (open.getCount() > 0) {
                        closed.incrementAndGet();
                        open.countDown();
                    }
                }
            };
        }
    }
}

package dev.chasqui.adapters.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.embedding.Embeddings;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

@Timeout(30)
class EmbeddingBatchesTest {
    /** The number of callers that fill a batch. */
    private static final int CALLERS = EmbeddingBatches.MOST_INPUTS / EmbeddingBatches.SMALL;

    /** A window that is longer than any test, so that only full batches are sent. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Failure WRONG =
            Failure.BackendRefused.cannot("b", Optional.empty(), "too long");

    private static final Failure BUSY =
            new Failure.BackendRefused(
                    "b",
                    503,
                    "busy",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Duration.ofSeconds(1)),
                    true);

    private volatile boolean busy;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<EmbeddingRequest> asked = Collections.synchronizedList(new ArrayList<>());
    private final EmbeddingBatches batches = new EmbeddingBatches(LONG, this::answer);

    @AfterEach
    void close() {
        threads.close();
    }

    /** Answers with the number in each text as its vector, and with ten tokens for each input. */
    private EmbeddingReply answer(EmbeddingRequest request, Cancellation cancellation) {
        asked.add(request);
        if (busy) {
            throw new FailureException(BUSY);
        }
        List<float[]> vectors =
                request.inputs().stream()
                        .map(input -> new float[] {number((EmbeddingInput.Text) input)})
                        .toList();
        if (vectors.stream().anyMatch(vector -> vector[0] < 0)) {
            throw new FailureException(WRONG);
        }
        return new Embeddings(vectors, 10 * vectors.size());
    }

    private static float number(EmbeddingInput.Text text) {
        return Float.parseFloat(text.text());
    }

    private static EmbeddingRequest request(int first) {
        return EmbeddingRequest.of(
                "m",
                IntStream.range(first, first + EmbeddingBatches.SMALL)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    private Future<EmbeddingReply> send(EmbeddingRequest request) {
        return threads.submit(() -> batches.embed(request, new Cancellation()));
    }

    private List<Future<EmbeddingReply>> sendAll(int callers) {
        return IntStream.range(0, callers).mapToObj(i -> send(request(100 * (i + 1)))).toList();
    }

    private void awaitWaiting(int requests) {
        Polled.until(requests + " wait", () -> batches.waiting() == requests);
    }

    @Test
    void aFullBatchIsSentAsOneAndEachGetsItsOwn() throws Exception {
        List<Future<EmbeddingReply>> replies = sendAll(CALLERS);

        for (int i = 0; i < CALLERS; i++) {
            EmbeddingReply reply = replies.get(i).get();
            assertThat(reply.vectors()).hasSize(EmbeddingBatches.SMALL);
            assertThat(reply.vectors().getFirst()).containsExactly(100 * (i + 1));
            assertThat(reply.vectors().getLast())
                    .containsExactly(100 * (i + 1) + EmbeddingBatches.SMALL - 1);
            assertThat(reply.dimensions()).isEqualTo(1);
            assertThat(reply.promptTokens()).hasValue(10 * EmbeddingBatches.SMALL);
            assertThat(reply.estimated()).isTrue();
        }
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().inputs()).hasSize(EmbeddingBatches.MOST_INPUTS);
        assertThat(batches.waiting()).isZero();
    }

    @Test
    void requestsForDifferentModelsOrLengthsAreNotJoined() {
        Cancellation leaving = new Cancellation();
        EmbeddingRequest cut =
                new EmbeddingRequest(
                        "m", request(0).inputs(), OptionalInt.of(1), false, Optional.empty());
        for (int i = 0; i < CALLERS / 2; i++) {
            var _ = threads.submit(() -> batches.embed(request(0), leaving));
            var _ = threads.submit(() -> batches.embed(cut, leaving));
            var _ = threads.submit(() -> batches.embed(request(0).withModel("n"), leaving));
        }

        awaitWaiting(CALLERS / 2 * 3);
        assertThat(asked).isEmpty();
        leaving.cancel();
        assertThat(batches.waiting()).isZero();
    }

    @Test
    void largeRequestsAndThoseThatSayMoreDoNotWait() {
        assertThat(EmbeddingBatches.takes(request(0))).isTrue();
        assertThat(
                        EmbeddingBatches.takes(
                                EmbeddingRequest.of(
                                        "m", Collections.nCopies(EmbeddingBatches.SMALL + 1, "a"))))
                .isFalse();
    }

    @Test
    void aRequestThatHadToWaitAloneIsSentAsItIs() {
        EmbeddingRequest request = request(0);

        new EmbeddingBatches(Duration.ofMillis(1), this::answer).embed(request, new Cancellation());

        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst()).isSameAs(request);
    }

    @Test
    void aMistakeOfOneDoesNotHarmTheOthers() throws Exception {
        List<Future<EmbeddingReply>> right = sendAll(CALLERS - 1);
        awaitWaiting(CALLERS - 1);
        Future<EmbeddingReply> wrong = send(request(-8));

        for (Future<EmbeddingReply> reply : right) {
            assertThat(reply.get().vectors()).hasSize(EmbeddingBatches.SMALL);
        }
        assertThatThrownBy(wrong::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.failure()).isEqualTo(WRONG));
    }

    @Test
    void aServerThatAsksForTimeIsNotAskedAgainByEach() throws Exception {
        busy = true;
        List<Future<EmbeddingReply>> replies = sendAll(CALLERS);

        for (Future<EmbeddingReply> reply : replies) {
            assertThatThrownBy(reply::get).isInstanceOf(ExecutionException.class);
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoLeavesIsNotSentAndTakesNobodyAlong() throws Exception {
        Cancellation leaving = new Cancellation();
        Future<EmbeddingReply> left = threads.submit(() -> batches.embed(request(7), leaving));
        List<Future<EmbeddingReply>> others = new ArrayList<>(sendAll(CALLERS - 2));
        awaitWaiting(CALLERS - 1);
        leaving.cancel();
        assertThat(batches.waiting()).isEqualTo(CALLERS - 2);
        others.addAll(sendAll(2));

        assertThatThrownBy(left::get).hasCauseInstanceOf(FailureException.class);
        for (Future<EmbeddingReply> reply : others) {
            assertThat(reply.get().vectors()).hasSize(EmbeddingBatches.SMALL);
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void theLastOneThatLeavesEndsTheCall() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        EmbeddingBatches slow =
                new EmbeddingBatches(
                        Duration.ofMillis(1),
                        (_, cancellation) -> {
                            try (var _ = cancellation.onCancel(ended::countDown)) {
                                begun.countDown();
                                ended.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            throw new FailureException(new Failure.Cancelled());
                        });
        Cancellation leaving = new Cancellation();
        Future<EmbeddingReply> reply = threads.submit(() -> slow.embed(request(0), leaving));
        begun.await();

        leaving.cancel();

        assertThatThrownBy(reply::get).hasCauseInstanceOf(FailureException.class);
        ended.await();
    }
}

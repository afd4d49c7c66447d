package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.request.UnreadMembers;
import dev.chasqui.application.port.departures.DepartureCause;
import dev.chasqui.application.port.departures.DepartureScope;
import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.Fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * A collector of small requests for embeddings that sends those of a short time to their server as
 * one batch.
 *
 * <p>The first request for a model with its settings opens a batch and starts a virtual thread for
 * it. The thread waits until the window is over or the batch is full, sends the batch, and divides
 * the answer among the callers, which wait meanwhile. If the server refuses the batch, each of its
 * requests is sent alone, since another caller's request may be the wrong one. A caller that
 * cancels leaves its batch; the last one that leaves cancels the call. Safe for use by several
 * threads.
 */
final class EmbeddingBatches {
    /** The maximum number of inputs of a batch. */
    static final int MOST_INPUTS = 64;

    /**
     * The maximum number of inputs of a request that may join a batch; a larger one is sent alone.
     */
    static final int SMALL = 8;

    /**
     * The members of a request that do not prevent a batch: they are equal for all requests of a
     * batch, or apply to each answer separately.
     */
    private static final Set<String> COMMON =
            Set.of("model", "input", "prompt", "encoding_format", "dimensions", "truncate");

    private final Duration window;
    private final BiFunction<EmbeddingRequest, Cancellation, EmbeddingReply> server;

    /**
     * The batches that accept more requests; this map guards itself and the state of the batches.
     */
    private final Map<Kind, Batch> open = new HashMap<>();

    /** The key of a batch: requests with equal keys can be sent together. */
    private record Kind(String model, OptionalInt dimensions, boolean truncate) {
        static Kind of(EmbeddingRequest request) {
            return new Kind(request.model(), request.dimensions(), request.truncate());
        }
    }

    /**
     * @param window the time that the first request of a batch waits for others
     * @param server sends one request to the server and returns its answer
     */
    EmbeddingBatches(
            Duration window, BiFunction<EmbeddingRequest, Cancellation, EmbeddingReply> server) {
        this.window = window;
        this.server = server;
    }

    /** Returns true if a request may join a batch: it is small and has only common members. */
    static boolean takes(EmbeddingRequest request) {
        return request.inputs().size() <= SMALL && UnreadMembers.of(request, COMMON).isEmpty();
    }

    /**
     * Returns the answer to a request. Waits until its batch is answered.
     *
     * @throws FailureException if the request is cancelled, or the server gives no valid answer
     */
    EmbeddingReply embed(EmbeddingRequest request, Cancellation cancellation) {
        Part part = join(request);
        try (var _ = cancellation.onCancel(part::leave)) {
            return part.await();
        } catch (FailureException e) {
            if (part.batch.isShared() && isRequestMistake(e.failure())) {
                return server.apply(request, cancellation);
            }
            throw e;
        }
    }

    /** Returns true if the server refused the batch for a mistake in one of its requests. */
    private static boolean isRequestMistake(Failure failure) {
        return failure instanceof Failure.BackendRefused refused
                && refused.fault() == Fault.CALLER
                && refused.status() != 404
                && refused.status() != 429;
    }

    private Part join(EmbeddingRequest request) {
        Kind kind = Kind.of(request);
        synchronized (open) {
            Batch batch = open.get(kind);
            if (batch != null && batch.inputs + request.inputs().size() > MOST_INPUTS) {
                batch.full.countDown();
                batch = null;
            }
            if (batch == null) {
                batch = new Batch(kind);
                open.put(kind, batch);
                Thread.ofVirtual().name("embeddings-" + request.model()).start(batch::run);
            }
            return batch.add(request);
        }
    }

    /** Returns the number of requests in open batches; for tests. */
    int waiting() {
        synchronized (open) {
            return open.values().stream().mapToInt(batch -> batch.parts.size()).sum();
        }
    }

    /** A batch: requests that are sent together. */
    private final class Batch {
        private final Kind kind;
        private final List<Part> parts = new ArrayList<>();
        private final CountDownLatch full = new CountDownLatch(1);
        private final Cancellation cancellation = new Cancellation();
        private int inputs;

        /** True once the batch was sent with more than one request. */
        private volatile boolean shared;

        Batch(Kind kind) {
            this.kind = kind;
        }

        boolean isShared() {
            return shared;
        }

        private Part add(EmbeddingRequest request) {
            Part part = new Part(this, request);
            parts.add(part);
            inputs += request.inputs().size();
            if (inputs == MOST_INPUTS) {
                full.countDown();
            }
            return part;
        }

        private void run() {
            try {
                var _ = full.await(window.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // This thread is never interrupted; if it were, the batch would be sent a little
                // early.
                Thread.currentThread().interrupt();
            }
            List<Part> sent;
            synchronized (open) {
                open.remove(kind, this);
                sent = List.copyOf(parts);
                shared = sent.size() > 1;
            }
            if (!sent.isEmpty()) {
                send(sent);
            }
        }

        private void send(List<Part> sent) {
            try {
                EmbeddingRequest whole = sent.size() == 1 ? sent.getFirst().request : joined(sent);
                List<DepartureCause> causes =
                        sent.stream().flatMap(part -> part.causes.stream()).toList();
                divide(DepartureScope.call(causes, () -> server.apply(whole, cancellation)), sent);
            } catch (RuntimeException | Error e) {
                // Each waiting caller throws it.
                sent.forEach(part -> part.answer.completeExceptionally(e));
            }
        }

        private EmbeddingRequest joined(List<Part> sent) {
            return new EmbeddingRequest(
                    kind.model(),
                    sent.stream().flatMap(part -> part.request.inputs().stream()).toList(),
                    kind.dimensions(),
                    kind.truncate(),
                    Optional.empty());
        }

        /** Removes a request before it is sent. Removing the last request cancels the call. */
        private void leave(Part part) {
            boolean last;
            synchronized (open) {
                if (parts.remove(part)) {
                    inputs -= part.request.inputs().size();
                }
                last = parts.isEmpty();
                open.computeIfPresent(kind, (_, batch) -> last && batch == this ? null : batch);
            }
            if (last) {
                full.countDown();
                cancellation.cancel();
            }
        }
    }

    /** One request of a batch. */
    private static final class Part {
        private final Batch batch;
        private final EmbeddingRequest request;
        private final List<DepartureCause> causes = DepartureScope.present();
        private final CompletableFuture<EmbeddingReply> answer = new CompletableFuture<>();

        Part(Batch batch, EmbeddingRequest request) {
            this.batch = batch;
            this.request = request;
        }

        private void leave() {
            answer.completeExceptionally(new FailureException(new Failure.Cancelled()));
            batch.leave(this);
        }

        /** Waits for the answer. The wait ends, since the call to the server has deadlines. */
        private EmbeddingReply await() {
            try {
                return answer.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }

        /** Returns the weight of this request in the division of the batch's tokens. */
        private long weight() {
            return request.inputs().stream()
                    .mapToLong(
                            input ->
                                    switch (input) {
                                        case EmbeddingInput.Text(String text) -> text.length() + 1L;
                                        case EmbeddingInput.Tokens(int[] ids) -> 4L * ids.length;
                                    })
                    .sum();
        }
    }

    /** Divides the answer to a batch among its requests. */
    private static void divide(EmbeddingReply whole, List<Part> sent) {
        if (sent.size() == 1) {
            sent.getFirst().answer.complete(whole);
            return;
        }
        List<float[]> vectors = whole.vectors();
        long weights = sent.stream().mapToLong(Part::weight).sum();
        int from = 0;
        for (Part part : sent) {
            int to = from + part.request.inputs().size();
            OptionalInt tokens =
                    whole.promptTokens().stream()
                            .map(all -> (int) Math.ceilDiv(all * part.weight(), weights))
                            .findFirst();
            part.answer.complete(
                    new Share(whole.dimensions(), tokens, List.copyOf(vectors.subList(from, to))));
            from = to;
        }
    }

    /**
     * The part of a batch's answer for one request; its tokens are estimated by the input lengths.
     */
    private record Share(int dimensions, OptionalInt promptTokens, List<float[]> vectors)
            implements EmbeddingReply {
        @Override
        public boolean estimated() {
            return true;
        }
    }
}

package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.request.UnreadMembers;
import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

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
 * Small requests for embeddings that come within a short time, sent to their server as one.
 *
 * <p>A batch begins with its first request, and is sent when its time is over or it is full. Where
 * the server finds it wrong each of its requests is sent alone, since the mistake may be another
 * caller's. Safe for use by several threads.
 */
final class EmbeddingBatches {
    /** The most inputs of a batch. */
    static final int MOST_INPUTS = 64;

    /** The most inputs of a request that waits for others; one with more is sent alone. */
    static final int SMALL = 8;

    /** What all requests of a batch have in common, or what is said of each answer by itself. */
    private static final Set<String> COMMON =
            Set.of("model", "input", "prompt", "encoding_format", "dimensions", "truncate");

    private final Duration window;
    private final BiFunction<EmbeddingRequest, Cancellation, EmbeddingReply> server;

    /** The batches that take more; guarded by itself, as all that is in them. */
    private final Map<Kind, Batch> open = new HashMap<>();

    /** The requests that can be one. */
    private record Kind(String model, OptionalInt dimensions, boolean truncate) {
        static Kind of(EmbeddingRequest request) {
            return new Kind(request.model(), request.dimensions(), request.truncate());
        }
    }

    /**
     * @param window how long the first request of a batch waits for others
     * @param server answers one request
     */
    EmbeddingBatches(
            Duration window, BiFunction<EmbeddingRequest, Cancellation, EmbeddingReply> server) {
        this.window = window;
        this.server = server;
    }

    /** Whether a request may wait for others: it is small, and says nothing that they do not. */
    static boolean takes(EmbeddingRequest request) {
        return request.inputs().size() <= SMALL && UnreadMembers.of(request, COMMON).isEmpty();
    }

    /**
     * The vectors of a request; returns when those of its batch are there.
     *
     * @throws FailureException if there are none
     */
    EmbeddingReply embed(EmbeddingRequest request, Cancellation cancellation) {
        Part part = join(request);
        try (var _ = cancellation.onCancel(part::leave)) {
            return part.await();
        } catch (FailureException e) {
            if (part.batch.isShared() && isMistake(e.failure())) {
                return server.apply(request, cancellation);
            }
            throw e;
        }
    }

    /** Whether another request of the batch may be what the server finds wrong. */
    private static boolean isMistake(Failure failure) {
        return failure instanceof Failure.BackendRefused refused
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

    /** How many requests wait for others; for tests. */
    int waiting() {
        synchronized (open) {
            return open.values().stream().mapToInt(batch -> batch.parts.size()).sum();
        }
    }

    /** Requests that are sent as one. */
    private final class Batch {
        private final Kind kind;
        private final List<Part> parts = new ArrayList<>();
        private final CountDownLatch full = new CountDownLatch(1);
        private final Cancellation cancellation = new Cancellation();
        private int inputs;

        /** Whether more than one request was sent. */
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
                // Nobody interrupts it; it would be sent a little early.
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
                share(server.apply(whole, cancellation), sent);
            } catch (RuntimeException | Error e) {
                // Each of those who wait throws it.
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

        /** One that leaves is not sent, and the last one that leaves ends the call. */
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
        private final CompletableFuture<EmbeddingReply> answer = new CompletableFuture<>();

        Part(Batch batch, EmbeddingRequest request) {
            this.batch = batch;
            this.request = request;
        }

        private void leave() {
            answer.completeExceptionally(new FailureException(new Failure.Cancelled()));
            batch.leave(this);
        }

        /** The call to the server has its deadlines, so this ends. */
        private EmbeddingReply await() {
            try {
                return answer.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }

        /** A measure of its share of the tokens. */
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

    private static void share(EmbeddingReply whole, List<Part> sent) {
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

    /** A request's part of the answer to a batch; its tokens are estimated by the lengths. */
    private record Share(int dimensions, OptionalInt promptTokens, List<float[]> vectors)
            implements EmbeddingReply {
        @Override
        public boolean estimated() {
            return true;
        }
    }
}

package dev.chasqui.adapters.remote;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A service's answer as JSON objects: one for each line, or one that is the whole body. Its size,
 * the length of a line and the silence before and within it are bounded.
 *
 * <p>One thread reads; others may close it, which ends a read at once.
 */
final class ServiceAnswer implements AutoCloseable {
    /** The longest answer in bytes. */
    private static final long MOST_BYTES = 64L << 20;

    /** The longest line, and the longest whole answer, in bytes. */
    private static final int LONGEST_LINE = 16 << 20;

    private static final int OK = 200;
    private static final String WHOLE = "application/json";
    private static final Set<String> LINES =
            Set.of(
                    "application/x-ndjson",
                    "application/ndjson",
                    "application/jsonl",
                    "application/jsonlines");

    private final RemoteService service;
    private final OpenChain chain;
    private final CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> head;
    private final PieceQueue pieces = new PieceQueue();
    private final Cancellation.Registration onCancel;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Deque<Json.Obj> objects = new ArrayDeque<>();
    private boolean isWhole;
    private boolean over;
    private long received;

    private ServiceAnswer(
            HttpClient http,
            RemoteService service,
            byte[] body,
            OpenChain chain,
            Cancellation cancellation) {
        this.service = service;
        this.chain = chain;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.url())
                        .header("Content-Type", WHOLE)
                        .header("Accept", "application/x-ndjson, application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        service.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        head = http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofPublisher());
        onCancel = cancellation.onCancel(this::close);
    }

    /**
     * Sends a request and waits until its answer begins.
     *
     * @param chain the chain that the service may call; while it does, it may be silent
     * @throws ServiceException if it does not answer, or not as the protocol says
     * @throws FailureException with {@code Cancelled} if the exchange is cancelled
     */
    static ServiceAnswer ask(
            HttpClient http,
            RemoteService service,
            byte[] body,
            OpenChain chain,
            Cancellation cancellation) {
        ServiceAnswer answer = new ServiceAnswer(http, service, body, chain, cancellation);
        boolean begun = false;
        try {
            answer.begin();
            begun = true;
            return answer;
        } finally {
            if (!begun) {
                answer.close();
            }
        }
    }

    private void begin() {
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = awaitHead();
        response.body().subscribe(pieces);
        if (response.statusCode() != OK) {
            String redirected =
                    response.statusCode() / 100 == 3 ? "; redirects are not followed" : "";
            throw new ServiceException(
                    "it answered with status %d (expected: 200%s)"
                            .formatted(response.statusCode(), redirected));
        }
        String type =
                response.headers()
                        .firstValue("content-type")
                        .map(value -> value.split(";", -1)[0].strip().toLowerCase(Locale.ROOT))
                        .orElse("");
        isWhole = type.equals(WHOLE);
        if (!isWhole && !LINES.contains(type)) {
            throw new ServiceException(
                    "its answer has %s (expected: application/json or application/x-ndjson)"
                            .formatted(
                                    type.matches("[a-z0-9.+/-]{1,60}")
                                            ? "the type " + type
                                            : "no known type"));
        }
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> awaitHead() {
        long from = System.nanoTime();
        while (true) {
            try {
                return head.get(remaining(from), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                requirePatience(from, "its answer began");
            } catch (ExecutionException e) {
                throw new ServiceException(words(e.getCause()));
            } catch (CancellationException e) {
                throw cancelled();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cancelled();
            }
        }
    }

    private static String words(@Nullable Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _ -> "it cannot be reached: no connection in time";
            case ConnectException _ -> "it cannot be reached; is it running?";
            case null, default -> "the connection broke before its answer began";
        };
    }

    /** Returns the nanoseconds for which it may still be silent, at least one. */
    private long remaining(long from) {
        long silence = service.silence().toNanos();
        if (chain.isBusy()) {
            return silence;
        }
        long since = Math.max(from, chain.lastUse());
        return Math.max(1, silence - (System.nanoTime() - since));
    }

    private void requirePatience(long from, String before) {
        if (!chain.isBusy() && remaining(from) <= 1) {
            throw new ServiceException(
                    "it was silent for %s s before %s; the limit is its 'deadline' in the config"
                            .formatted(service.silence().toMillis() / 1000.0, before));
        }
    }

    private static FailureException cancelled() {
        return new FailureException(new Failure.Cancelled());
    }

    /** Returns true if the answer is one object, whose end is the end of the reply. */
    boolean isWhole() {
        return isWhole;
    }

    /** Returns true if {@link #next} would not wait. */
    boolean ready() {
        while (objects.isEmpty() && !over && !pieces.isEmpty()) {
            take(pieces.poll(Duration.ZERO));
        }
        return !objects.isEmpty() || over;
    }

    /**
     * Returns the next object; null at the end.
     *
     * @throws ServiceException if it is no JSON object, too long, too late, or breaks off
     * @throws FailureException with {@code Cancelled} if this is closed meanwhile
     */
    Json.@Nullable Obj next() {
        long from = System.nanoTime();
        while (objects.isEmpty() && !over) {
            PieceQueue.Piece piece = pieces.poll(Duration.ofNanos(remaining(from)));
            if (piece == null) {
                requirePatience(from, "more of its answer came");
            } else {
                take(piece);
                from = System.nanoTime();
            }
        }
        return objects.poll();
    }

    private void take(PieceQueue.@Nullable Piece piece) {
        switch (piece) {
            case null -> {}
            case PieceQueue.Piece.Bytes(List<ByteBuffer> buffers) -> buffers.forEach(this::add);
            case PieceQueue.Piece.End() -> {
                over = true;
                flush();
            }
            case PieceQueue.Piece.Broken() ->
                    throw new ServiceException("it broke off in the middle of its answer");
            case PieceQueue.Piece.Closed() -> throw cancelled();
        }
    }

    private void add(ByteBuffer buffer) {
        received += buffer.remaining();
        if (received > MOST_BYTES) {
            throw new ServiceException(
                    "its answer is longer than %d MiB".formatted(MOST_BYTES >> 20));
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        int from = 0;
        for (int i = 0; i < bytes.length && !isWhole; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, from, i - from);
                flush();
                from = i + 1;
            }
        }
        line.write(bytes, from, bytes.length - from);
        if (line.size() > LONGEST_LINE) {
            throw new ServiceException(
                    "a line of its answer is longer than %d MiB".formatted(LONGEST_LINE >> 20));
        }
    }

    /** Reads the bytes since the last line break; blank lines say nothing. */
    private void flush() {
        byte[] bytes = line.toByteArray();
        line.reset();
        if (new String(bytes, StandardCharsets.ISO_8859_1).isBlank()) {
            return;
        }
        Json value;
        try {
            value = JsonReader.readRequest(bytes, 0, bytes.length);
        } catch (FailureException e) {
            throw new ServiceException(
                    (isWhole ? "its answer" : "a line of its answer") + " is no JSON");
        }
        if (!(value instanceof Json.Obj object)
                || ReplyLines.KNOWN.stream().noneMatch(name -> object.get(name).isPresent())) {
            throw new ServiceException(
                    (isWhole ? "its answer" : "a line of its answer")
                            + " is no object of the protocol (expected: one of "
                            + String.join(", ", ReplyLines.KNOWN)
                            + " in it)");
        }
        objects.add(object);
    }

    /** Closes the connection unless the answer was read to its end. Idempotent; never waits. */
    @Override
    public void close() {
        onCancel();
        head.cancel(true);
        pieces.close();
    }

    /** Removes the closer, which is not there yet while the constructor registers it. */
    private void onCancel() {
        Cancellation.Registration registered = onCancel;
        if (registered != null) {
            registered.close();
        }
    }
}

package dev.chasqui.adapters.hub;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.model.HubModel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The answer of a server: its head, and a reader of its body. */
final class HubAnswer implements AutoCloseable {
    private final HttpResponse<Flow.Publisher<List<ByteBuffer>>> head;
    private final BodyReader body;

    HubAnswer(
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> head,
            Duration silence,
            DownloadCancellation stop) {
        this.head = head;
        this.body = new BodyReader(head.body(), silence, stop);
    }

    int status() {
        return head.statusCode();
    }

    /** Returns the address that answered, after all redirects. */
    URI from() {
        return head.uri();
    }

    Optional<String> header(String name) {
        return head.headers().firstValue(name);
    }

    boolean isRedirect() {
        return switch (status()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** Returns true if the same request may get another answer later. */
    boolean isBusy() {
        return status() == 408 || status() == 429 || status() >= 500;
    }

    BusyException busy() {
        return new BusyException(status(), HubRetryDelay.of(this, Clock.systemUTC()));
    }

    BodyReader body() {
        return body;
    }

    /**
     * Returns the whole body.
     *
     * @param most the limit of its size in bytes
     * @throws IOException if the connection breaks
     * @throws HubException if the body is larger, or the download is cancelled
     */
    byte[] bytes(int most) throws IOException, HubException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (var piece = body.next(); piece.isPresent(); piece = body.next()) {
            for (ByteBuffer buffer : piece.get()) {
                if (buffer.remaining() > most - whole.size()) {
                    throw new HubException(
                            HubException.Reason.INVALID_ANSWER,
                            from().getHost()
                                    + ": the answer is longer than "
                                    + HumanReadable.bytes(most)
                                    + " (expected: a list of files; does HF_ENDPOINT name a hub?)");
                }
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                whole.writeBytes(bytes);
            }
        }
        return whole.toByteArray();
    }

    /**
     * Returns the failure for an answer that another try would not change.
     *
     * @param near the text about repositories with similar names; may be empty
     */
    HubException refusal(HubModel model, HubSettings settings, String near) {
        String who = "model: " + model.repository();
        return switch (status()) {
            case 401, 403 ->
                    new HubException(
                            HubException.Reason.REFUSED,
                            who
                                    + ": the hub answers "
                                    + status()
                                    + " (expected: "
                                    + access(model, settings)
                                    + near
                                    + ")");
            case 404, 410 ->
                    new HubException(
                            HubException.Reason.NOT_FOUND,
                            who + " is not on the hub (expected: ORG/REPO as there" + near + ")");
            default ->
                    new HubException(
                            HubException.Reason.INVALID_ANSWER,
                            who
                                    + ": the hub answers "
                                    + status()
                                    + " (expected: 200; does HF_ENDPOINT name a hub?)");
        };
    }

    private String access(HubModel model, HubSettings settings) {
        String token =
                settings.token().isPresent()
                        ? "HF_TOKEN of an account that may read it"
                        : "HF_TOKEN set to a token of an account that may read it";
        String licence = "its licence accepted at " + settings.endpoint().page(model);
        return isGated()
                ? licence + ", and " + token
                : "a name that exists, or " + token + " and " + licence;
    }

    /** Returns true if a licence must be accepted first. */
    boolean isGated() {
        return header("X-Error-Code").filter("GatedRepo"::equals).isPresent();
    }

    @Override
    public void close() {
        body.close();
    }

    /** The answer of a server that cannot serve the request now: 408, 429 and 5xx. */
    static final class BusyException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Optional<Duration> retryAfter;

        BusyException(int status, Optional<Duration> retryAfter) {
            super("it answers " + status);
            this.retryAfter = retryAfter;
        }

        /** Returns the delay that the server asks for. */
        Optional<Duration> retryAfter() {
            return retryAfter;
        }
    }

    /**
     * The body of an answer, pulled piece by piece with a timeout for each piece.
     *
     * <p>At most {@link #AHEAD} pieces are requested and not yet taken, so the queue is bounded.
     * One thread pulls; the HTTP client adds pieces from its own.
     */
    static final class BodyReader implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
        private static final int AHEAD = 8;

        private final DownloadCancellation stop;
        private final Duration silence;
        private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
        private final AtomicReference<Flow.Subscription> subscription =
                new AtomicReference<>(new NoSubscription());
        private final Cancellation.Registration onStop;

        private sealed interface Piece {
            record Bytes(List<ByteBuffer> buffers) implements Piece {}

            record End() implements Piece {}

            record Broken(String why) implements Piece {}

            record Stopped() implements Piece {}
        }

        /** The placeholder before there is a subscription, and after it was cancelled. */
        private static final class NoSubscription implements Flow.Subscription {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        }

        BodyReader(
                Flow.Publisher<List<ByteBuffer>> source,
                Duration silence,
                DownloadCancellation stop) {
            this.stop = stop;
            this.silence = silence;
            source.subscribe(this);
            onStop = stop.onStop(() -> pieces.add(new Piece.Stopped()));
        }

        /**
         * Returns the next bytes; empty at the end of the body.
         *
         * @throws IOException if the connection breaks, or no bytes arrive for the longest allowed
         *     silence
         * @throws HubException if the download is cancelled
         */
        Optional<List<ByteBuffer>> next() throws IOException, HubException {
            stop.check();
            Piece piece;
            try {
                piece = pieces.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                throw DownloadCancellation.interrupted();
            }
            return switch (piece) {
                case null ->
                        throw new IOException("nothing came for " + HumanReadable.time(silence));
                case Piece.Bytes(List<ByteBuffer> buffers) -> {
                    subscription.get().request(1);
                    yield Optional.of(buffers);
                }
                case Piece.End() -> Optional.empty();
                case Piece.Broken(String why) -> throw new IOException(why);
                case Piece.Stopped() -> throw HubException.cancelled();
            };
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.set(given);
            given.request(AHEAD);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            pieces.add(new Piece.Bytes(buffers));
        }

        @Override
        public void onError(Throwable e) {
            pieces.add(new Piece.Broken(HubClient.words(e)));
        }

        @Override
        public void onComplete() {
            pieces.add(new Piece.End());
        }

        /**
         * Releases the connection; if the body was not read to its end, the connection is closed.
         */
        @Override
        public void close() {
            onStop.close();
            subscription.getAndSet(new NoSubscription()).cancel();
            pieces.clear();
        }
    }
}

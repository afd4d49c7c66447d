package dev.chasqui.adapters.upstream.client;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * An answer whose head has come; its body is read from the connection on demand.
 *
 * <p>Read by one thread at a time; any thread may close it at any time. After the last byte of the
 * body the connection returns to the pool by itself.
 */
public final class HttpAnswer implements AutoCloseable {
    /** The largest number of bytes that are skipped after the end of the dialect's reply. */
    private static final int MAX_REST = 65_536;

    /** The largest buffer, in bytes, that is allocated because the server announced a length. */
    private static final int MOST_EXPECTED = 65_536;

    private static final Duration REST = Duration.ofSeconds(1);

    private final AnswerHead head;
    private final AnswerBody body;
    private final Connection connection;
    private final CancellableResources held;
    private final ConnectionPool pool;
    private final BackendFaults faults;
    private boolean ended;
    private volatile boolean finished;

    HttpAnswer(
            AnswerHead head,
            AnswerBody body,
            Connection connection,
            CancellableResources held,
            ConnectionPool pool,
            BackendFaults faults) {
        this.head = head;
        this.body = body;
        this.connection = connection;
        this.held = held;
        this.pool = pool;
        this.faults = faults;
    }

    /** Returns the status and the headers. */
    public AnswerHead head() {
        return head;
    }

    /** Returns the status code. */
    public int status() {
        return head.status();
    }

    /** Returns the value of a header, whose name is given in lower case. */
    public Optional<String> header(String name) {
        return head.header(name);
    }

    /**
     * Returns the media type in lower case without its parameters; empty if the server sent none.
     */
    public String mediaType() {
        String value = header("content-type").orElse("");
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** Returns true if the body has a content coding, which we never ask for. */
    public boolean isCompressed() {
        return header("content-encoding")
                .filter(it -> !it.equalsIgnoreCase("identity"))
                .isPresent();
    }

    /** Announces a body in many pieces, with a pause before each. */
    public void expectPieces() {
        connection.expectPieces();
    }

    /**
     * Returns true if {@link #readTo} would not wait; false also if that cannot be told cheaply.
     */
    public boolean isReady() {
        return ended || body.isReady();
    }

    /**
     * Passes on more of the body; waits if nothing has come.
     *
     * @return false at the end of the body
     * @throws FailureException with {@code BackendBroke} if the body is incomplete or invalid,
     *     {@code BackendTimeout} if the wait was too long, {@code Cancelled} if this was closed
     *     meanwhile
     */
    public boolean readTo(Sink sink) {
        if (ended) {
            return false;
        }
        try {
            if (body.readTo(sink)) {
                return true;
            }
        } catch (IOException e) {
            Optional<IOException> unsent = connection.sendingFailure();
            boolean givenUp = held.closeAfter(e) && unsent.isEmpty();
            throw givenUp ? BackendFaults.cancelled() : faults.withinTheBody(unsent.orElse(e));
        }
        ended = true;
        giveBack();
        return false;
    }

    /**
     * Returns the whole body.
     *
     * @throws FailureException as {@link #readTo}, and with {@code BackendFailed} if it is longer
     *     than {@code limit} bytes
     */
    public byte[] whole(int limit) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(body.expected(MOST_EXPECTED));
        while (readTo((bytes, from, to) -> whole.write(bytes, from, to - from))) {
            if (whole.size() > limit) {
                close();
                throw new FailureException(
                        new Failure.BackendFailed(
                                faults.backend(), "its answer is longer than " + limit + " bytes"));
            }
        }
        return whole.toByteArray();
    }

    /**
     * Returns the body, or its first {@code limit} bytes if it is longer.
     *
     * @throws FailureException as {@link #readTo}
     */
    public byte[] beginning(int limit) {
        ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        Sink sink =
                (bytes, from, to) ->
                        beginning.write(bytes, from, Math.min(to - from, limit - beginning.size()));
        while (readTo(sink)) {
            if (beginning.size() == limit) {
                close();
                break;
            }
        }
        return beginning.toByteArray();
    }

    /**
     * Ends the exchange after the dialect's reply is complete. The end of the HTTP body may still
     * be on its way: it is awaited in the background, so that the connection can be used again.
     */
    public void finish() {
        held.detach();
        if (ended) {
            return;
        }
        if (!isReusable()) {
            held.close();
            return;
        }
        finished = true;
        skipRest(body::isReady);
        if (!ended) {
            Thread.startVirtualThread(this::awaitRest);
        }
    }

    private void awaitRest() {
        try {
            connection.inflow().limitReads(ReadLimit.inAll("the end of the body", REST));
            skipRest(() -> true);
        } finally {
            held.close();
        }
    }

    private void skipRest(BooleanSupplier goOn) {
        int[] rest = {0};
        try {
            while (!ended && rest[0] <= MAX_REST && goOn.getAsBoolean()) {
                readTo((bytes, from, to) -> rest[0] += to - from);
            }
        } catch (FailureException e) {
            // The reply is complete, and the connection is closed already.
        }
    }

    private void giveBack() {
        if (!isReusable() || !connection.endPieces()) {
            held.close();
        } else if (held.release()) {
            pool.put(connection);
        }
    }

    private boolean isReusable() {
        return head.keepsAlive()
                && !(body instanceof AnswerBody.UntilClose)
                && connection.hasSent();
    }

    /** Closes the connection, unless the body was read to its end. Idempotent. */
    @Override
    public void close() {
        if (!finished) {
            held.close();
        }
    }
}

package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.http.connection.DeadlineSweeper;
import dev.chasqui.adapters.http.connection.ServerTimeouts;
import dev.chasqui.adapters.http.connection.WatchedWriter;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.application.exchange.AnswerWriter;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import io.helidon.webserver.ServerConnectionException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A writer of a reply as a stream. Each event is sent as soon as it is pulled; events that are
 * available together are sent together.
 *
 * <p>The headers wait for the first event, so that an earlier failure still has its status. If the
 * wait takes too long, they are sent with the progress that was reported meanwhile, or with a
 * keep-alive, and a later failure becomes the dialect's error event. A failed stream never ends
 * like a successful one.
 *
 * <p>The exchange may end before the writing thread notices: writes after {@link #close} are
 * refused. One thread writes the reply. The sweeper starts short threads for keep-alives, which
 * write only if they get the lock at once.
 */
final class StreamWriter implements AnswerWriter<ChatReply>, DeadlineSweeper.Timed, AutoCloseable {
    /**
     * The most progress messages that are kept before the stream begins; the latest ones are kept.
     */
    private static final int MOST_UNSHOWN = 16;

    /** The most bytes that wait for events that follow at once. */
    private static final int MOST_HELD = 16 * 1024;

    private final Call call;
    private final StreamEncoder encoder;
    private final ServerTimeouts timeouts;
    private final List<ExchangeListener> listeners;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean givingSign = new AtomicBoolean();
    private final Deque<String> unshown = new ArrayDeque<>();

    /** The encoded bytes that were not sent yet. */
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(512);

    private @Nullable OutputStream out;
    private boolean replyBegun;
    private boolean closed;
    private volatile boolean begun;
    private volatile boolean progressWaits;
    private volatile long lastSign = System.nanoTime();

    StreamWriter(
            Call call,
            StreamEncoder encoder,
            ServerTimeouts timeouts,
            List<ExchangeListener> listeners) {
        this.call = call;
        this.encoder = encoder;
        this.timeouts = timeouts;
        this.listeners = listeners;
    }

    @Override
    public void write(ChatReply reply) {
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            writeEvent(event, reply.ready());
        }
        lock.lock();
        try {
            refuseIfClosed();
            hold(encoder.end());
            // The end of the answer stands in these bytes.
            call.journal().complete();
            emit(true);
        } finally {
            lock.unlock();
        }
    }

    /** Writes an event; it may wait for one that is available already. */
    private void writeEvent(ReplyEvent event, boolean more) {
        lock.lock();
        try {
            refuseIfClosed();
            replyBegun = true;
            forgetUnshown();
            hold(encoder.encode(event));
            if (!more || held.size() >= MOST_HELD) {
                emit(false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Reports progress: at once in a stream that has begun, otherwise when it begins. */
    void progress(String text) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (begun || replyBegun) {
                hold(encoder.encode(new ReplyEvent.Progress(text)));
                emit(false);
                return;
            }
            if (unshown.size() == MOST_UNSHOWN) {
                unshown.removeFirst();
            }
            unshown.addLast(text);
            progressWaits = true;
        } finally {
            lock.unlock();
        }
    }

    private void holdUnshown() {
        unshown.forEach(text -> hold(encoder.encode(new ReplyEvent.Progress(text))));
        forgetUnshown();
    }

    private void forgetUnshown() {
        unshown.clear();
        progressWaits = false;
    }

    /**
     * Ends the stream with a failure; later writes are refused.
     *
     * @return true if the stream had begun; if not, nothing was written
     */
    boolean fail(Failure failure) {
        lock.lock();
        try {
            if ((begun || held.size() > 0) && !closed) {
                hold(encoder.failure(failure));
                emit(false);
            }
            return begun;
        } finally {
            closed = true;
            lock.unlock();
        }
    }

    /** Refuses later writes, and reports the end of the stream. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        if (begun) {
            listeners.forEach(ExchangeListener::streamClosed);
        }
    }

    @Override
    public void check(long now) {
        if (now - lastSign > patience().toNanos() && givingSign.compareAndSet(false, true)) {
            boolean begun = false;
            try {
                // The sweeper must not wait for a client that does not read.
                Thread.ofVirtual().name("http-keep-alive").start(this::giveSign);
                begun = true;
            } finally {
                if (!begun) {
                    givingSign.set(false);
                }
            }
        }
    }

    private Duration patience() {
        if (begun) {
            return timeouts.keepAlive();
        }
        Duration hold = timeouts.holdHeaders();
        Duration show = timeouts.showProgress();
        return progressWaits && show.compareTo(hold) < 0 ? show : hold;
    }

    private void giveSign() {
        try {
            if (lock.tryLock()) {
                try {
                    if (!closed) {
                        if (unshown.isEmpty()) {
                            hold(encoder.keepAlive());
                        } else {
                            holdUnshown();
                        }
                        emit(false);
                    }
                } finally {
                    lock.unlock();
                }
            }
            lastSign = System.nanoTime();
        } catch (FailureException e) {
            // The client has left; the thread of the reply gets the same failure.
        } finally {
            givingSign.set(false);
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new FailureException(new Failure.Cancelled());
        }
    }

    private void hold(byte[] bytes) {
        held.writeBytes(bytes);
    }

    /**
     * Sends the bytes that are held. The headers go out with the first piece, and the end with the
     * last one.
     */
    private void emit(boolean last) {
        if (held.size() == 0 && !last) {
            return;
        }
        try {
            OutputStream stream = out;
            if (stream == null || last) {
                WatchedWriter socket = call.watch().output();
                socket.gather();
                try {
                    send(stream == null ? begin() : stream, last);
                } finally {
                    socket.release();
                }
            } else {
                send(stream, last);
            }
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            closed = true;
            call.watch().cut();
            throw new FailureException(new Failure.Cancelled(), e);
        }
        lastSign = System.nanoTime();
    }

    private void send(OutputStream stream, boolean last) throws IOException {
        held.writeTo(stream);
        held.reset();
        stream.flush();
        if (last) {
            closed = true;
            call.end();
        }
    }

    private OutputStream begin() {
        begun = true;
        listeners.forEach(ExchangeListener::streamOpened);
        OutputStream stream = call.live(encoder.contentType(), ReplyHeaders.of(call.journal()));
        out = stream;
        return stream;
    }
}

package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;

/**
 * The part that decoders of server-sent events share: it cuts the stream into events and hands each
 * to the dialect's {@link #take}.
 *
 * <p>A stream is over when the dialect says {@link #done}. Where the transport ends before, it is
 * complete if the reply has {@link #finished}; every other end is a failure.
 */
public abstract class SseStreamDecoder implements StreamDecoder {
    /** The maximum size of an event in bytes. */
    private static final int LONGEST_EVENT = 16 << 20;

    private final String backend;
    private final SseReader events;
    private final Queue<ReplyEvent> ready = new ArrayDeque<>();
    private boolean done;
    private boolean transportOver;

    /**
     * @param backend the name of the sender, for messages
     */
    protected SseStreamDecoder(String backend) {
        this.backend = backend;
        this.events = new SseReader(backend, LONGEST_EVENT);
    }

    /**
     * Decodes one event.
     *
     * @throws FailureException if the event is malformed, or is an error of the backend
     */
    protected abstract void take(SseReader.Event event);

    /** Returns true if the reply may end here: its finish reason has come. */
    protected abstract boolean finished();

    /**
     * Ends the stream, since the transport has ended or the dialect's own end has come.
     *
     * @throws FailureException if the reply is incomplete
     */
    protected abstract void end();

    @Override
    public final void feed(byte[] bytes, int from, int to) {
        if (!done) {
            events.feed(bytes, from, to);
        }
    }

    @Override
    public final void finish() {
        transportOver = true;
        events.finish();
    }

    @Override
    public final boolean ended() {
        return done || (finished() && transportOver);
    }

    @Override
    public final @Nullable ReplyEvent poll() {
        while (ready.isEmpty() && !done) {
            SseReader.Event event = events.next();
            if (event != null) {
                take(event);
            } else if (transportOver) {
                end();
            } else {
                return null;
            }
        }
        return ready.poll();
    }

    /** Returns the name of the sender. */
    protected final String backend() {
        return backend;
    }

    /** Adds a decoded event. */
    protected final void add(ReplyEvent event) {
        ready.add(event);
    }

    /** Adds decoded events, in their order. */
    protected final void addAll(Collection<? extends ReplyEvent> decoded) {
        ready.addAll(decoded);
    }

    /** Ends the stream; all bytes after it are ignored. */
    protected final void done() {
        done = true;
    }

    /** Returns the failure of a backend whose stream ended too early, or said so itself. */
    protected final FailureException broke(String why) {
        return new FailureException(new Failure.BackendBroke(backend, why));
    }
}

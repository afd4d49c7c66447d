package dev.chasqui.application.exchange;

import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The comparison of what an agent pulls with what it gives out: it tells if the agent has changed
 * the answer, and which events it pulled and has not given out.
 *
 * <p>An agent that gives out the events of the inner reply one for one, in their order, has changed
 * nothing, whatever it adds beside the answer. One that gives out anything else, or holds back more
 * than {@link #MOST_HELD} events, counts as having changed it. Safe for use by several threads.
 */
final class PassedEvents {
    /** The most events that an agent may hold back and still be replaced by the inner reply. */
    static final int MOST_HELD = 4_096;

    /** The most characters of them. */
    static final long MOST_CHARS = 1024L * 1024;

    private final Deque<ReplyEvent> held = new ArrayDeque<>();
    private long chars;
    private boolean changed;

    /** Notes an event that the agent pulled from the inner reply. */
    synchronized void pulled(ReplyEvent event) {
        if (changed) {
            return;
        }
        held.add(event);
        chars += ReplySize.of(event);
        if (held.size() > MOST_HELD || chars > MOST_CHARS) {
            lose();
        }
    }

    /** Notes an event that the agent gives out. */
    @SuppressWarnings("ReferenceEquality") // An equal event may stand elsewhere in the reply.
    synchronized void given(ReplyEvent event) {
        if (changed) {
            return;
        }
        if (held.peek() == event) {
            held.remove();
            chars -= ReplySize.of(event);
        } else if (!isBeside(event)) {
            lose();
        }
    }

    private static boolean isBeside(ReplyEvent event) {
        return event instanceof ReplyEvent.Progress
                || event instanceof ReplyEvent.Cited
                || event instanceof ReplyEvent.Note;
    }

    /** Notes that the agent's reply is not that of one call of the chain. */
    synchronized void lose() {
        changed = true;
        held.clear();
    }

    /** Returns true if the agent has changed the answer, as far as that can be told. */
    synchronized boolean isChanged() {
        return changed;
    }

    /** Returns the events that it pulled and has not given out, in their order. */
    synchronized List<ReplyEvent> held() {
        return new ArrayList<>(held);
    }
}

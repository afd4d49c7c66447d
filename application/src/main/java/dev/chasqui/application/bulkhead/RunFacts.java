package dev.chasqui.application.bulkhead;

import dev.chasqui.application.port.exchange.AgentReport;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The facts about one run of an agent that its report tells. Safe for use by several threads. */
public final class RunFacts {
    /** The most notes of one run that are kept. */
    static final int MOST_NOTES = 32;

    /** The most characters of a note's name and value. */
    static final int LONGEST_NOTE = 2_000;

    private final String agent;
    private final long startedNanos;
    private final long begunNanos;
    private final List<AgentReport.Note> notes = new ArrayList<>();
    private int calls;
    private boolean requestChanged;
    private long addedChars;
    private boolean replyChanged;
    private long ownNanos;
    private AgentReport.Outcome outcome = AgentReport.Outcome.RUNNING;
    private Optional<String> reason = Optional.empty();

    /**
     * @param startedNanos the start of the exchange, by {@link System#nanoTime()}
     */
    public RunFacts(String agent, long startedNanos) {
        this.agent = agent;
        this.startedNanos = startedNanos;
        this.begunNanos = System.nanoTime();
    }

    /** Returns the command of the agent. */
    public String agent() {
        return agent;
    }

    /** Notes a call of the rest of the chain. */
    public synchronized void called() {
        calls++;
    }

    /** Returns the calls of the rest of the chain. */
    public synchronized int calls() {
        return calls;
    }

    /** Notes a request that differs from the one that the agent got. */
    public synchronized void changedRequest(long moreChars) {
        requestChanged = true;
        addedChars = moreChars;
    }

    /** Notes that the reply differs from that of the rest of the chain. */
    public synchronized void changedReply() {
        replyChanged = true;
    }

    /** Keeps a note of the agent, unless there are too many, or it is too large. */
    public void note(String name, Json value) {
        if (name.length() + value.toString().length() > LONGEST_NOTE) {
            return;
        }
        Duration at = Duration.ofNanos(System.nanoTime() - startedNanos);
        synchronized (this) {
            if (notes.size() < MOST_NOTES) {
                notes.add(new AgentReport.Note(at, name, value));
            }
        }
    }

    synchronized void spent(long nanos) {
        ownNanos = nanos;
    }

    /** Notes the end of the run; the first end counts. */
    public synchronized boolean end(AgentReport.Outcome how, Optional<String> why) {
        if (outcome != AgentReport.Outcome.RUNNING) {
            return false;
        }
        outcome = how;
        reason = why;
        return true;
    }

    /** Returns true if the exchange went on without the agent. */
    public synchronized boolean isSkipped() {
        return outcome == AgentReport.Outcome.SKIPPED;
    }

    /** Returns the report up to now. */
    public synchronized AgentReport report() {
        return new AgentReport(
                agent,
                Duration.ofNanos(begunNanos - startedNanos),
                Duration.ofNanos(ownNanos),
                calls,
                requestChanged,
                addedChars,
                replyChanged,
                outcome,
                reason,
                notes);
    }
}

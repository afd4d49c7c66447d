package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.bulkhead.RunFacts;
import dev.chasqui.application.port.exchange.AgentReport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The notes on the agents of one exchange. Safe for use by several threads. */
public final class AgentNotes {
    /** The most runs of agents that are kept of one exchange; branches may have many. */
    private static final int MOST_RUNS = 256;

    private final long startedNanos;
    private final List<String> names = new ArrayList<>();
    private final List<RunFacts> runs = new ArrayList<>();

    AgentNotes(long startedNanos) {
        this.startedNanos = startedNanos;
    }

    /** Notes the names of further agents of the pipeline, in order. */
    public synchronized void add(List<String> more) {
        names.addAll(more);
    }

    /** Begins the facts about a run of an agent. */
    public RunFacts begin(String agent) {
        RunFacts facts = new RunFacts(agent, startedNanos);
        synchronized (this) {
            if (runs.size() < MOST_RUNS) {
                runs.add(facts);
            }
        }
        return facts;
    }

    /** Notes an agent of the config without which the exchange goes on. */
    public void skipped(String agent, String why) {
        begin(agent).end(AgentReport.Outcome.SKIPPED, Optional.of(why));
    }

    /** Returns the names of the pipeline's agents, in order. */
    public synchronized List<String> names() {
        return List.copyOf(names);
    }

    /** Returns the work of each agent up to now, in the order in which they began. */
    public synchronized List<AgentReport> reports() {
        return runs.stream().map(RunFacts::report).toList();
    }

    /** Returns the agents without which the exchange went on. */
    public synchronized List<String> skipped() {
        return runs.stream().filter(RunFacts::isSkipped).map(RunFacts::agent).distinct().toList();
    }
}

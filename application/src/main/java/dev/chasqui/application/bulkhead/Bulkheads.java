package dev.chasqui.application.bulkhead;

import dev.chasqui.application.port.BulkheadState;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.domain.agent.OnFailure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The bulkheads of all agents, and the thread that watches their deadlines. Safe for use by several
 * threads.
 */
public final class Bulkheads implements AutoCloseable {
    /** The name under which the limits of all other agents stand. */
    public static final String OTHERS = "*";

    private final Map<String, Bulkhead> all = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final RunSweeper sweeper;
    private volatile Map<String, AgentLimits> limits;

    /**
     * @param limits the limits by command; {@link #OTHERS} stands for all others
     */
    public Bulkheads(Map<String, AgentLimits> limits) {
        this(limits, System::nanoTime);
    }

    Bulkheads(Map<String, AgentLimits> limits, LongSupplier nanos) {
        this.limits = Map.copyOf(limits);
        this.nanos = nanos;
        this.sweeper = new RunSweeper(nanos);
    }

    /** Returns the bulkhead of an installed agent. */
    public Bulkhead of(String agent) {
        Bulkhead known = all.get(agent);
        return known != null
                ? known
                : all.computeIfAbsent(agent, name -> new Bulkhead(name, limits(name), nanos));
    }

    /** Returns the config's answer to a failure of an agent; empty if the agent itself says it. */
    public Optional<OnFailure> onFailure(String agent) {
        return limits(agent).onFailure();
    }

    private AgentLimits limits(String agent) {
        AgentLimits others = limits.getOrDefault(OTHERS, AgentLimits.DEFAULT);
        return limits.getOrDefault(agent, others);
    }

    /** Returns agents with a control that lists those switched off, and lets them run again. */
    public Agents over(Agents agents) {
        return new ObservedAgents(agents, this);
    }

    /** Lets an agent run again that was switched off, and forgets its failures. */
    void restart(String agent) {
        Bulkhead known = all.get(agent);
        if (known != null) {
            known.restart();
        }
    }

    /**
     * Returns the reason for which an agent gets no exchanges now; empty if it gets them.
     *
     * @param code the version of the agent's code
     */
    Optional<String> whyOff(String agent, Object code) {
        return Optional.ofNullable(all.get(agent)).flatMap(known -> known.whyOff(code));
    }

    /** Replaces the limits; agents that were switched off may run again. */
    public void change(Map<String, AgentLimits> next) {
        limits = Map.copyOf(next);
        all.forEach((agent, bulkhead) -> bulkhead.reset(limits(agent)));
    }

    /** Returns the watch over the deadlines of runs. */
    public RunSweeper sweeper() {
        return sweeper;
    }

    /** Returns the states of the agents that have run, sorted by their names. */
    public List<BulkheadState> states() {
        return all.values().stream()
                .map(Bulkhead::state)
                .sorted(Comparator.comparing(BulkheadState::agent))
                .toList();
    }

    @Override
    public void close() {
        sweeper.close();
    }
}

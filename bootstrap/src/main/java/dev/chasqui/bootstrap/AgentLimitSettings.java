package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.AgentLimitsConfig;
import dev.chasqui.adapters.config.PluginsConfig;
import dev.chasqui.application.bulkhead.AgentLimits;
import dev.chasqui.application.bulkhead.Bulkheads;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.size.ByteSize;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The conversion of the config's limits of agents to those of their bulkheads. */
final class AgentLimitSettings {
    /** A time that no exchange with a service takes. */
    private static final Duration NO_DEADLINE = Duration.ofDays(7);

    private AgentLimitSettings() {}

    /**
     * Returns the limits by command; what an entry leaves out is that of the entry for all others.
     * A web service without a deadline in an entry of its own has none for a whole exchange: its
     * silence is bounded by its {@code deadline} in {@code plugins.remote}, its answer by a size.
     */
    static Map<String, AgentLimits> of(PluginsConfig config) {
        AgentLimitsConfig given = config.limits().get(Bulkheads.OTHERS);
        AgentLimits others =
                given == null ? AgentLimits.DEFAULT : merged(given, AgentLimits.DEFAULT);
        Map<String, AgentLimits> limits = new HashMap<>();
        config.limits().forEach((agent, own) -> limits.put(agent, merged(own, others)));
        limits.put(Bulkheads.OTHERS, others);
        config.remote().keySet().stream()
                .filter(name -> !hasDeadline(config, name))
                .forEach(
                        name ->
                                limits.put(
                                        name,
                                        limits.getOrDefault(name, others)
                                                .withDeadline(NO_DEADLINE)));
        return limits;
    }

    private static boolean hasDeadline(PluginsConfig config, String agent) {
        AgentLimitsConfig own = config.limits().get(agent);
        return own != null && own.deadline().isPresent();
    }

    /** Returns the config's answer to a failure of an agent; empty if the agent itself says it. */
    static Optional<OnFailure> onFailure(PluginsConfig config, String agent) {
        return Stream.of(agent, Bulkheads.OTHERS)
                .map(name -> Optional.ofNullable(config.limits().get(name)))
                .flatMap(Optional::stream)
                .map(AgentLimitsConfig::onFailure)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static AgentLimits merged(AgentLimitsConfig own, AgentLimits others) {
        return new AgentLimits(
                own.deadline().orElse(others.deadline()),
                own.concurrency().orElse(others.concurrency()),
                own.queue().orElse(others.queue()),
                own.onFailure().or(others::onFailure),
                own.mostReply().map(ByteSize::bytes).orElse(others.mostReply()),
                own.failures().orElse(others.failures()),
                own.pause().orElse(others.pause()));
    }
}

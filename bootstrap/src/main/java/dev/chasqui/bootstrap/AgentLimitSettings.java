package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.AgentLimitsConfig;
import dev.chasqui.adapters.config.PluginsConfig;
import dev.chasqui.application.bulkhead.AgentLimits;
import dev.chasqui.application.bulkhead.Bulkheads;
import dev.chasqui.domain.size.ByteSize;

import java.util.HashMap;
import java.util.Map;

/** The conversion of the config's limits of agents to those of their bulkheads. */
final class AgentLimitSettings {
    private AgentLimitSettings() {}

    /**
     * Returns the limits by command; what an entry leaves out is that of the entry for all others.
     */
    static Map<String, AgentLimits> of(PluginsConfig config) {
        AgentLimitsConfig given = config.limits().get(Bulkheads.OTHERS);
        AgentLimits others =
                given == null ? AgentLimits.DEFAULT : merged(given, AgentLimits.DEFAULT);
        Map<String, AgentLimits> limits = new HashMap<>();
        config.limits().forEach((agent, own) -> limits.put(agent, merged(own, others)));
        limits.put(Bulkheads.OTHERS, others);
        return limits;
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

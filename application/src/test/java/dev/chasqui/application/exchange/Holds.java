package dev.chasqui.application.exchange;

import dev.chasqui.application.bulkhead.AgentLimits;
import dev.chasqui.application.bulkhead.Bulkheads;

import java.util.Map;

/** The shared things of the guards of an exchange whose agents are trusted. */
final class Holds {
    private Holds() {}

    /** Returns a hold with the usual limits. */
    static ExchangeHold usual() {
        return with(AgentLimits.DEFAULT);
    }

    /** Returns a hold with these limits for all agents. */
    static ExchangeHold with(AgentLimits limits) {
        return new ExchangeHold(
                new Bulkheads(Map.of(Bulkheads.OTHERS, limits)), null, ExchangeExit.none());
    }
}

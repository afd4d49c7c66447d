package dev.chasqui.application.exchange;

import dev.chasqui.application.bulkhead.Bulkheads;

import org.jspecify.annotations.Nullable;

/**
 * The things that the guards of one exchange share.
 *
 * @param bulkheads the bulkheads of all agents
 * @param lanes the threads for agents that are not trusted; null if every agent of the exchange is
 * @param exit the way out of a thread that hangs
 */
record ExchangeHold(Bulkheads bulkheads, @Nullable AgentLanes lanes, ExchangeExit exit) {}

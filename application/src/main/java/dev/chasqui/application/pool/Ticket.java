package dev.chasqui.application.pool;

import java.time.Instant;

/**
 * One who waits for a lease.
 *
 * @param id unique for the life of the pool, and higher than those before it
 * @param model what he wants to use
 * @param caller who asks: requests of one caller take turns with those of another
 */
public record Ticket(long id, String model, String caller, Instant since) {}

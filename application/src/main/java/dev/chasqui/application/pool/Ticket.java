package dev.chasqui.application.pool;

import java.time.Instant;

/**
 * A request for a lease.
 *
 * @param id unique for the life of the pool, and higher than those before it
 * @param model the name of the model
 * @param caller the name of the caller: requests of one take turns with those of another
 */
public record Ticket(long id, String model, String caller, Instant since) {}

package dev.chasqui.application.pool;

import java.time.Instant;

/**
 * A request for a lease.
 *
 * @param id unique during the life of the pool, and higher than those before it
 * @param model the name of the model
 * @param caller the name of the caller: callers take turns
 * @param since the time when it came
 * @param priority the place of the caller; a higher one comes first, 0 is the usual one
 */
public record Ticket(long id, String model, String caller, Instant since, int priority) {

    /** Makes a ticket of the usual priority. */
    public Ticket(long id, String model, String caller, Instant since) {
        this(id, model, caller, since, 0);
    }
}

package dev.chasqui.application.pool;

import dev.chasqui.application.port.Backend;

/**
 * The right to use a loaded model until it is closed. Closing is idempotent; safe for use by
 * several threads.
 */
public final class Lease implements AutoCloseable {
    private final Pool pool;
    private final Ticket ticket;
    private final long run;
    private final Backend server;
    private volatile KeepAlive keep = KeepAlive.AS_CONFIGURED;
    private boolean closed;

    Lease(Pool pool, Ticket ticket, long run, Backend server) {
        this.pool = pool;
        this.ticket = ticket;
        this.run = run;
        this.server = server;
    }

    /** The model's name. */
    public String model() {
        return ticket.model();
    }

    /** The server that has the model. */
    public Backend server() {
        return server;
    }

    /** How long the model shall stay after this lease. */
    public void keep(KeepAlive time) {
        keep = time;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        pool.released(ticket, run, keep);
    }
}

package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;

import java.time.Duration;
import java.util.List;

/**
 * An audit trail in front of a store: {@link #add} never waits and never throws. While the store is
 * away, a bounded number of entries is kept and written again. Safe for use by several threads.
 */
public final class AuditWriter implements AuditTrail, AutoCloseable {
    private static final int MOST_WAITING = 1_000;

    private static final WriteBehind.Timing TIMING =
            new WriteBehind.Timing(1, Duration.ofSeconds(1), Duration.ofSeconds(2));

    private final AuditTrail store;
    private final WriteBehind<AuditEntry> queue;

    /** Makes a trail and starts its thread. */
    public AuditWriter(AuditTrail store) {
        this.store = store;
        this.queue = new WriteBehind<>("audit", () -> MOST_WAITING, this::write, () -> {}, TIMING);
        var _ = queue.start();
    }

    private void write(List<AuditEntry> batch) {
        batch.forEach(store::add);
    }

    @Override
    public void add(AuditEntry entry) {
        var _ = queue.offer(entry);
    }

    /** Returns the newest entries in the store; one that was just added may not be there yet. */
    @Override
    public List<AuditEntry> newest(int most) {
        return store.newest(most);
    }

    /** Writes what waits, within a bounded time. */
    @Override
    public void close() {
        queue.close();
    }
}

package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * An audit trail in memory, for a server without a database: it holds the newest entries, and
 * forgets them at its end. Safe for use by several threads.
 */
public final class MemoryAudit implements AuditTrail {
    private static final int MOST = 1_000;

    private final Deque<AuditEntry> entries = new ArrayDeque<>();

    @Override
    public synchronized void add(AuditEntry entry) {
        entries.addFirst(entry);
        if (entries.size() > MOST) {
            entries.removeLast();
        }
    }

    @Override
    public synchronized List<AuditEntry> newest(int most) {
        return entries.stream().limit(most).toList();
    }
}

package dev.chasqui.application.port.callers;

import java.util.List;

/**
 * The audit entries. Those of users and keys are written with their change by {@link CallerStore};
 * others come by {@link #add}. Calls may wait, at most for a bounded time. Safe for use by several
 * threads.
 */
public interface AuditTrail {

    /**
     * Adds an entry.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code StoreAway} if the store
     *     cannot be used now
     */
    void add(AuditEntry entry);

    /**
     * Returns the newest entries, the newest first.
     *
     * @param most the most entries
     * @throws dev.chasqui.domain.failure.FailureException as {@link #add} does
     */
    List<AuditEntry> newest(int most);
}

package dev.chasqui.application.callers;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.CallerStore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The users, teams and keys of a process that has no database; they end with the process. */
public final class MemoryCallerStore implements CallerStore {
    private Stored stored = new Stored(0, Map.of(), Map.of(), List.of());
    private final List<AuditEntry> entries = new ArrayList<>();

    /** Makes an empty store. */
    public MemoryCallerStore() {}

    @Override
    public synchronized Stored load() {
        return stored;
    }

    @Override
    public synchronized long version() {
        return stored.version();
    }

    /** Returns the audit entries of all changes, the oldest first. */
    public synchronized List<AuditEntry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public synchronized OptionalLong apply(long basedOn, List<Change> changes, AuditEntry entry) {
        if (basedOn != stored.version()) {
            return OptionalLong.empty();
        }
        stored = AppliedChanges.to(stored, changes, basedOn + 1);
        entries.add(entry);
        return OptionalLong.of(stored.version());
    }
}

package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.LedgerEntry;

/**
 * The id of an entry as the ledger's rows hold it: its last part, which a server counts up, comes
 * first. So the ids of new entries stand side by side in an index, and 1,000 of them change a few
 * pages of it instead of 1,000.
 *
 * <p>Rows of an older version have the id as it is; none of these begins with the separator.
 */
final class StoredId {
    private static final char SEPARATOR = LedgerEntry.ID_SEPARATOR;

    private StoredId() {}

    /** Returns an id as new rows hold it. */
    static String of(String id) {
        int end = id.lastIndexOf(SEPARATOR);
        return Columns.text(
                end < 0
                        ? id
                        : SEPARATOR + id.substring(end + 1) + SEPARATOR + id.substring(0, end));
    }

    /** Returns the id in a row. */
    static String read(String stored) {
        int end = stored.indexOf(SEPARATOR, 1);
        return stored.isEmpty() || stored.charAt(0) != SEPARATOR || end < 0
                ? stored
                : stored.substring(end + 1) + SEPARATOR + stored.substring(1, end);
    }
}

package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;

import org.jdbi.v3.core.Handle;

import java.util.List;

/** The audit entries in a database. */
final class JdbcAuditTrail implements AuditTrail {
    private final Database database;

    JdbcAuditTrail(Database database) {
        this.database = database;
    }

    @Override
    public void add(AuditEntry entry) {
        var _ = database.write(handle -> insert(handle, entry));
    }

    /** Inserts an entry within a transaction. */
    static int insert(Handle handle, AuditEntry entry) {
        return handle.createUpdate(
                        """
                        INSERT INTO chasqui_audit
                            (at, who, action, subject, state_before, state_after)
                        VALUES (:at, :who, :action, :subject, :before, :after)
                        """)
                .bind("at", Columns.time(entry.at()))
                .bind("who", Columns.text(entry.who()))
                .bind("action", Columns.text(entry.action()))
                .bind("subject", Columns.text(entry.subject()))
                // JSON, in which the character 0 is escaped.
                .bind("before", entry.before().replace('\0', '\uFFFD'))
                .bind("after", entry.after().replace('\0', '\uFFFD'))
                .execute();
    }

    @Override
    public List<AuditEntry> newest(int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        "SELECT * FROM chasqui_audit ORDER BY id DESC LIMIT :most")
                                .bind("most", most)
                                .map(
                                        (row, _) ->
                                                new AuditEntry(
                                                        Columns.time(row, "at"),
                                                        row.getString("who"),
                                                        row.getString("action"),
                                                        row.getString("subject"),
                                                        row.getString("state_before"),
                                                        row.getString("state_after")))
                                .list());
    }
}

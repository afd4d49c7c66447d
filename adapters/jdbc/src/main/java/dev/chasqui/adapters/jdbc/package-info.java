/**
 * The database: users, keys, the ledger, what budgets have spent, sessions, the facts of users, and
 * the audit entries, in H2 or PostgreSQL. No other module knows SQL.
 *
 * <pre>
 * a caller -> JdbcCallerStore, JdbcLedger, JdbcAuditTrail, JdbcSpendStore,
 *                 |           JdbcSessionStore, JdbcFactStore
 *                 |  waits 10 s at most
 *                 v
 *             OwnerThreads      1 writes, 3 read, 2 make reports, and 1 does what takes minutes;
 *                 |             nobody interrupts them
 *                 |
 *                 v
 *             Pool              connections, while the database is open
 *                 ^
 *                 |  makes it, and makes it anew when work fails and a probe fails, too
 *             Database          its own thread
 *                 |
 *             Schema            Flyway, if a migration is due
 *                 |
 *             DatabasePlace     what differs: FolderPlace (H2), PostgresPlace
 * </pre>
 *
 * <p>A new migration is a file in the resources' folder {@code migrations}, whose SQL both
 * databases know, and a new {@link dev.chasqui.adapters.jdbc.Schema#VERSION}.
 */
@NullMarked
package dev.chasqui.adapters.jdbc;

import org.jspecify.annotations.NullMarked;

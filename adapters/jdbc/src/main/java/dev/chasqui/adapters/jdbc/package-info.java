/** The database: users, keys, the ledger and the audit entries, in H2 or PostgreSQL. */
@NullMarked
package dev.chasqui.adapters.jdbc;

import org.jspecify.annotations.NullMarked;

/** The routes about the database's content: the ledger of requests, the audit trail and backups. */
@NullMarked
package dev.chasqui.adapters.http.routes.ledger;

import org.jspecify.annotations.NullMarked;

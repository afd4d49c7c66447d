/**
 * The ledger of requests and the audit trail: both are written behind a bounded queue, so that no
 * request and no change waits for the store.
 */
@NullMarked
package dev.chasqui.application.ledger;

import org.jspecify.annotations.NullMarked;

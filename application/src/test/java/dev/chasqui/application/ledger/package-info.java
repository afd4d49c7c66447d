/** The tests of the ledger and the audit trail. */
@NullMarked
package dev.chasqui.application.ledger;

import org.jspecify.annotations.NullMarked;

/** The commands {@code usage} and {@code audit}, which read the ledger and the audit trail. */
@NullMarked
package dev.chasqui.cli.usage;

import org.jspecify.annotations.NullMarked;

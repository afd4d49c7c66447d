/** Advice to operators on which models should be where, from the ledger. */
@NullMarked
package dev.chasqui.application.fleet;

import org.jspecify.annotations.NullMarked;

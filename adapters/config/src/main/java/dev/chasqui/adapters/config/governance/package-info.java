/**
 * The keys that say who may ask for what and at which cost: keys, limits, budgets, prices, the
 * pipeline and its rules, and the ledger with its database.
 */
@NullMarked
package dev.chasqui.adapters.config.governance;

import org.jspecify.annotations.NullMarked;

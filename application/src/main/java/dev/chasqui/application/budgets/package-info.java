/**
 * The prices of models, and the budgets that are spent by them.
 *
 * <p>Money is reserved in memory before a request by its estimate, and settled after it by its
 * usage. Reservations are never stored, so a crash leaves none; what was settled is told to a
 * {@link dev.chasqui.application.port.callers.SpendStore}.
 */
@NullMarked
package dev.chasqui.application.budgets;

import org.jspecify.annotations.NullMarked;

/**
 * The spine: one exchange from request to reply. {@link dev.chasqui.application.exchange.Exchanges}
 * shows its steps in their order.
 */
@NullMarked
package dev.chasqui.application.exchange;

import org.jspecify.annotations.NullMarked;

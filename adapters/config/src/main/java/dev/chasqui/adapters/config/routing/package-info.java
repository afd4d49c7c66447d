/**
 * The keys about the choice of backends, and the check of models that stand in for others. It knows
 * nothing of the other keys.
 */
@NullMarked
package dev.chasqui.adapters.config.routing;

import org.jspecify.annotations.NullMarked;

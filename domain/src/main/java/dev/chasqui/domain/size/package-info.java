/** Sizes with their units. */
@NullMarked
package dev.chasqui.domain.size;

import org.jspecify.annotations.NullMarked;

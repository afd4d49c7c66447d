/** The sealed family of everything that can go wrong with an exchange, as values. */
@NullMarked
package dev.chasqui.domain.failure;

import org.jspecify.annotations.NullMarked;

/** The sealed family of all failures of an exchange, as values. */
@NullMarked
package dev.chasqui.domain.failure;

import org.jspecify.annotations.NullMarked;

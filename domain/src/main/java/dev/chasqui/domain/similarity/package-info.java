/** The similarity of names. */
@NullMarked
package dev.chasqui.domain.similarity;

import org.jspecify.annotations.NullMarked;

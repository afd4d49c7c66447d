/** How like names are to each other. */
@NullMarked
package dev.chasqui.domain.similarity;

import org.jspecify.annotations.NullMarked;

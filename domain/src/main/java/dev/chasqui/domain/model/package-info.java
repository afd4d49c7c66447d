/** Models and the places they run in. */
@NullMarked
package dev.chasqui.domain.model;

import org.jspecify.annotations.NullMarked;

/** Models: their names, their state in a backend, and the zones they run in. */
@NullMarked
package dev.chasqui.domain.model;

import org.jspecify.annotations.NullMarked;

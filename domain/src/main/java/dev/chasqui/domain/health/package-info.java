/** The health of the parts of the server. */
@NullMarked
package dev.chasqui.domain.health;

import org.jspecify.annotations.NullMarked;

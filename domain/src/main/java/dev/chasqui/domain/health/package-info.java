/** How the parts of the server are. */
@NullMarked
package dev.chasqui.domain.health;

import org.jspecify.annotations.NullMarked;

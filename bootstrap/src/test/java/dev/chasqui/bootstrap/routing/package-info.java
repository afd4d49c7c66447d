/** The choice of backends and the queue before them, as clients see them. */
@NullMarked
package dev.chasqui.bootstrap.routing;

import org.jspecify.annotations.NullMarked;

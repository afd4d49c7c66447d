/** The rules by which a second backend is asked when the first one is late, and their count. */
@NullMarked
package dev.chasqui.application.routing.hedge;

import org.jspecify.annotations.NullMarked;

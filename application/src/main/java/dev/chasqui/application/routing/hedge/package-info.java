/** The rules by which a second backend is asked when the first one is late, and the counts. */
@NullMarked
package dev.chasqui.application.routing.hedge;

import org.jspecify.annotations.NullMarked;

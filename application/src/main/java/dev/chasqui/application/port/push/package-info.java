/** The port to a service elsewhere that is told the health of the backends. */
@NullMarked
package dev.chasqui.application.port.push;

import org.jspecify.annotations.NullMarked;

/** The wiring of what the server remembers of users. */
@NullMarked
package dev.chasqui.bootstrap.memory;

import org.jspecify.annotations.NullMarked;

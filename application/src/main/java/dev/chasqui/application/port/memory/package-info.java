/** The store of what users asked the server to remember. */
@NullMarked
package dev.chasqui.application.port.memory;

import org.jspecify.annotations.NullMarked;

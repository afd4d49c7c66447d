/** The store of responses and conversations. */
@NullMarked
package dev.chasqui.application.port.responses;

import org.jspecify.annotations.NullMarked;

/** The callers of the server, and their rights. */
@NullMarked
package dev.chasqui.application.callers;

import org.jspecify.annotations.NullMarked;

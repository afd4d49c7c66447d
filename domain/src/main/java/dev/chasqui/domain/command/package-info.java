/** The commands in front of a user's message: their grammar, and the typing of their arguments. */
@NullMarked
package dev.chasqui.domain.command;

import org.jspecify.annotations.NullMarked;

/**
 * The commands in front of a user's message: their grammar and the binding of their arguments.
 *
 * <p>{@link dev.chasqui.domain.command.CommandLine} splits a message into its commands and the text
 * after them:
 *
 * <pre>
 * run      = *( command 1*ws )                     ; then the user's text
 * command  = "/" name [ "(" [ argument *( sep argument ) ] ")" ] [ "[" run *( "|" run ) "]" ]
 * name     = letter *( letter | digit | "-" | "_" )
 * argument = [ name "=" ] value
 * value    = 1*( any but white space , ( ) [ ] | " ) | quoted
 * sep      = "," | white space
 * </pre>
 *
 * <p>An argument of a command is text. {@link dev.chasqui.domain.command.CommandBinder} makes the
 * record of an agent's arguments of it, as {@link dev.chasqui.domain.binding.ConfigBinder} does for
 * a section of the config: both know the same types and report mistakes in the same form. Nothing
 * here knows which commands exist; the caller of the parser says so.
 */
@NullMarked
package dev.chasqui.domain.command;

import org.jspecify.annotations.NullMarked;

/**
 * The commands in front of a user's message: their grammar, and the typing of what people write.
 *
 * <p>{@link dev.chasqui.domain.command.CommandLine} parts a message into its commands and the text
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
 * <p>What stands in a command is text. {@link dev.chasqui.domain.command.CommandBinder} makes the
 * record of an agent's arguments of it, and {@link dev.chasqui.domain.binding.ConfigBinder} does
 * the same for a section of the config: both know the same types and speak of mistakes in the same
 * way. Nothing here knows which commands there are; whoever parses says so.
 */
@NullMarked
package dev.chasqui.domain.command;

import org.jspecify.annotations.NullMarked;

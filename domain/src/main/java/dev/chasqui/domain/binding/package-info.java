/**
 * The typing of what people write: records are filled in from JSON, be it a file's or made of a
 * command's arguments, of variables and of options.
 *
 * <p>A record's components say what may be written: by their types, and by an annotation that holds
 * the meaning, the default and the bounds: {@link dev.chasqui.domain.binding.Key} for a key of a
 * configuration, {@link dev.chasqui.domain.agent.Argument} for an argument of a command. Mistakes
 * are told with their place, what was expected and the nearest name that there is. Nothing here
 * knows where a text comes from.
 */
@NullMarked
package dev.chasqui.domain.binding;

import org.jspecify.annotations.NullMarked;

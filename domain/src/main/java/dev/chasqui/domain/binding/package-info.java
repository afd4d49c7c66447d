/**
 * The typing of what people write: records are filled in from JSON, from a command's arguments,
 * from variables and options.
 *
 * <p>A record's components say what may be written: by their types, and by an annotation that holds
 * the meaning, the default and the bounds ({@link dev.chasqui.domain.agent.Argument} for a
 * command's arguments). Whoever binds tells mistakes with their place, what was expected and the
 * nearest name that there is. Nothing here knows where a text comes from.
 */
@NullMarked
package dev.chasqui.domain.binding;

import org.jspecify.annotations.NullMarked;

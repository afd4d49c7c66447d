/**
 * The binding of what people write to records: the reader fills them in from JSON, which comes from
 * a file or is made of a command's arguments, of environment variables or of options.
 *
 * <p>A record's components define what may be written: by their types, and by an annotation that
 * holds the meaning, the default and the bounds: {@link dev.chasqui.domain.binding.Key} for a key
 * of a configuration, {@link dev.chasqui.domain.agent.Argument} for an argument of a command. A
 * mistake is reported with its place, the expected value and the nearest known name. Nothing here
 * depends on where a text comes from.
 */
@NullMarked
package dev.chasqui.domain.binding;

import org.jspecify.annotations.NullMarked;

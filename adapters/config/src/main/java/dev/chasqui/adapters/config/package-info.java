/**
 * The configuration: {@code config.json}, the environment and the command line, read into records.
 *
 * <p>{@link dev.chasqui.adapters.config.ConfigReader} is the entry, {@link
 * dev.chasqui.adapters.config.Config} the result. A component of one of the records defines a key
 * completely: its name and type are the key's, and its annotation ({@link
 * dev.chasqui.domain.binding.Key}) holds the meaning, the default, the bounds and the rule:
 *
 * <pre>
 * record DataConfig(
 *         &#64;Key(help = "The folder …", fallback = "data", rule = FilePath.class, restart = true) Path dir) {}
 * </pre>
 *
 * <p>The steps from text to value: the parser makes {@link
 * dev.chasqui.adapters.config.reading.Node}s, which hold their places; {@link
 * dev.chasqui.adapters.config.reading.Overrides} puts the values of the environment and the command
 * line over them; the binder of the domain makes the records; each record's {@code check} reports
 * mistakes that span several keys. The package {@code reading} has these steps, {@code rules} the
 * rules for values, and {@code governance} the keys about callers, costs and the database. Reading
 * continues after a mistake, so that all are reported at once, each with its place and the nearest
 * known key.
 *
 * <p>The JSON Schema at the root of the project and the table in {@code docs/config.md} are
 * generated from the same annotations; a test of {@code bootstrap} compares them.
 */
@NullMarked
package dev.chasqui.adapters.config;

import org.jspecify.annotations.NullMarked;

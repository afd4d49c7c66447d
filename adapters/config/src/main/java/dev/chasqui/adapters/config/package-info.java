/**
 * The configuration: {@code config.json}, the environment and the command line, read into records.
 *
 * <p>{@link dev.chasqui.adapters.config.ConfigReader} is the door, {@link
 * dev.chasqui.adapters.config.Config} what comes out of it. Each record reads itself from a {@link
 * dev.chasqui.adapters.config.Section}, where its keys stand with their kinds and defaults; asking
 * a section for a key is what makes the key known. So there is one list of keys, and whatever is
 * left over in the file, the environment or on the command line is a mistake, which is told with
 * its place and the nearest key that there is. Reading goes on after a mistake, so that all of them
 * are told at once.
 *
 * <p>The JSON Schema at the root of the project says the same for editors; a test walks both.
 */
@NullMarked
package dev.chasqui.adapters.config;

import org.jspecify.annotations.NullMarked;

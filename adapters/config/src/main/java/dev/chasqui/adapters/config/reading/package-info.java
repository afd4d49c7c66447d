/**
 * The way from text to values: the parsed file with the places of its parts, the values of the
 * environment and the command line over it, and the problems that are found. Nothing here knows a
 * key of the configuration.
 */
@NullMarked
package dev.chasqui.adapters.config.reading;

import org.jspecify.annotations.NullMarked;

/**
 * The files that are generated from the records of the configuration: its JSON Schema, and the
 * table of its reference page.
 */
@NullMarked
package dev.chasqui.bootstrap.config;

import org.jspecify.annotations.NullMarked;

/**
 * The files that are made from the records of the configuration: its JSON Schema, and the table of
 * its page.
 */
@NullMarked
package dev.chasqui.bootstrap.config;

import org.jspecify.annotations.NullMarked;

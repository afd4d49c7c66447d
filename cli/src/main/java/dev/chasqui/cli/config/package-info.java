/**
 * The command {@code config}: it checks a configuration, writes an example, and makes a running
 * server reload its own.
 */
@NullMarked
package dev.chasqui.cli.config;

import org.jspecify.annotations.NullMarked;

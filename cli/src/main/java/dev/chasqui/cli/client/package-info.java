/**
 * The parts of commands that ask a running server: its address and key, the HTTP client, and lists
 * printed as tables.
 */
@NullMarked
package dev.chasqui.cli.client;

import org.jspecify.annotations.NullMarked;

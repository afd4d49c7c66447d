/**
 * The command {@code serve}: its options are parsed here, and a {@link
 * dev.chasqui.cli.serve.ServeAction} starts the server.
 */
@NullMarked
package dev.chasqui.cli.serve;

import org.jspecify.annotations.NullMarked;

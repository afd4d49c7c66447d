/**
 * The command line: one class per command, each with its help and examples.
 *
 * <p>{@code ask}, {@code rag}, {@code models}, {@code agents} and {@code config reload} are HTTP
 * clients of a running server; {@code key} and {@code version} need none. Actions that need the
 * server's own parts are passed in: {@code serve} passes its options to a {@link
 * dev.chasqui.cli.ServeAction}, {@code config check} its configuration to a {@link
 * dev.chasqui.cli.CheckAction}. So nothing here knows how a server is put together, and a client
 * loads none of its libraries.
 *
 * <p>A command's result goes to standard output, a failure to standard error as one sentence.
 */
@NullMarked
package dev.chasqui.cli;

import org.jspecify.annotations.NullMarked;

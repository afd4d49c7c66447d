/**
 * The command line: one class per command, each with its help and examples.
 *
 * <p>{@code ask}, {@code rag}, {@code models}, {@code agents} and {@code config reload} are clients
 * of a running server, which they ask over HTTP; {@code key} and {@code version} need none. What
 * only the server's own parts can do is handed in: {@code serve} gives its options to a {@link
 * dev.chasqui.cli.ServeAction}, {@code config check} what it read to a {@link
 * dev.chasqui.cli.CheckAction}. So nothing here knows how a server is put together, and none of its
 * libraries is on the path of a client.
 *
 * <p>What a command has to say goes to standard output, what went wrong to standard error, one
 * sentence each.
 */
@NullMarked
package dev.chasqui.cli;

import org.jspecify.annotations.NullMarked;

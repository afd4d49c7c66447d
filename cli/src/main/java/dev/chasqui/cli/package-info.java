/**
 * The command line: {@link dev.chasqui.cli.Cli} parses the arguments and runs a command. The
 * commands without subcommands are here, save {@code serve}; each of the others has its package.
 *
 * <p>{@code ask}, {@code rag}, {@code models}, most of {@code agents} and {@code config reload} are
 * HTTP clients of a running server; {@code key} and {@code version} need none. Actions that need
 * the server's own parts are passed in: {@code serve} passes its options to a {@link
 * dev.chasqui.cli.serve.ServeAction}, {@code config check} its configuration to a {@link
 * dev.chasqui.cli.config.CheckAction}. So nothing here knows how a server is put together, and a
 * client loads none of its libraries.
 *
 * <p>A command's result goes to standard output, a failure to standard error as one sentence.
 */
@NullMarked
package dev.chasqui.cli;

import org.jspecify.annotations.NullMarked;

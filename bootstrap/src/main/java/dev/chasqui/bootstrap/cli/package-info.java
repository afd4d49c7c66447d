/**
 * The command line: one class per command, each with its help and examples.
 *
 * <p>{@code serve} hands its options to a {@link dev.chasqui.bootstrap.cli.ServeAction}; {@code
 * ask}, {@code rag}, {@code models} and {@code agents} ask the running server over HTTP; {@code
 * config}, {@code key} and {@code version} need none. What a command has to say goes to standard
 * output, what went wrong to standard error, one sentence each. Nothing here knows how a server is
 * put together.
 */
@NullMarked
package dev.chasqui.bootstrap.cli;

import org.jspecify.annotations.NullMarked;

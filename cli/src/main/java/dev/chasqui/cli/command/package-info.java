/**
 * The parts that every command may use: the environment and the streams, the failure that ends a
 * command, the version, and the command that only lists its subcommands.
 */
@NullMarked
package dev.chasqui.cli.command;

import org.jspecify.annotations.NullMarked;

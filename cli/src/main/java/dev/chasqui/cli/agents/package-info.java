/**
 * The command {@code agents}: it lists and changes the agents of a running server, makes the
 * project of a new one ({@code new}), and runs a jar without a server ({@code try}).
 */
@NullMarked
package dev.chasqui.cli.agents;

import org.jspecify.annotations.NullMarked;

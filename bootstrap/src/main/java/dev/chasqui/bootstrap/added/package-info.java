/**
 * The servers that are added to those of the config while it runs: registered ones, and those that
 * discovery finds on the network.
 */
@NullMarked
package dev.chasqui.bootstrap.added;

import org.jspecify.annotations.NullMarked;

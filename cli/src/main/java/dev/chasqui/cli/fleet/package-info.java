/** The commands on where models should be. */
@NullMarked
package dev.chasqui.cli.fleet;

import org.jspecify.annotations.NullMarked;

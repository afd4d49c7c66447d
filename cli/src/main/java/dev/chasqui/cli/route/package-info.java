/** The command that shows the choice of a backend. */
@NullMarked
package dev.chasqui.cli.route;

import org.jspecify.annotations.NullMarked;

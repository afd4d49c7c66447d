/**
 * The program: the command line's actions, and the wiring of the server by hand, in one class that
 * is read from top to bottom.
 *
 * <p>Nothing depends on this package.
 */
@NullMarked
package dev.chasqui.bootstrap;

import org.jspecify.annotations.NullMarked;

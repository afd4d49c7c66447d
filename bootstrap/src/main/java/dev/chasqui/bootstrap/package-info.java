/**
 * Where everything comes together: the command line, and the wiring of the server by hand, in one
 * place that is read from top to bottom.
 *
 * <p>Nothing depends on this package.
 */
@NullMarked
package dev.chasqui.bootstrap;

import org.jspecify.annotations.NullMarked;

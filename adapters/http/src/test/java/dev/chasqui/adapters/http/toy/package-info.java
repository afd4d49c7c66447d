/**
 * A dialect of nobody, which shows all that a new one takes: a line of wiring, and no change of
 * what is there.
 */
@NullMarked
package dev.chasqui.adapters.http.toy;

import org.jspecify.annotations.NullMarked;

/**
 * A dialect for tests. It shows all that a new dialect needs: one line of wiring, and no change of
 * the existing code.
 */
@NullMarked
package dev.chasqui.adapters.http.toy;

import org.jspecify.annotations.NullMarked;

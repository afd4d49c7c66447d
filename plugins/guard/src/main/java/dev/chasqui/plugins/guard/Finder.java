package dev.chasqui.plugins.guard;

import org.jspecify.annotations.Nullable;

/**
 * A finder of values of some kinds. Safe for use by several threads.
 *
 * <p>It looks at a bounded number of characters from its place on, or at each character of a text a
 * bounded number of times over all places.
 */
@FunctionalInterface
interface Finder {

    /**
     * Returns the value that begins at this index, or behind a word that begins there.
     *
     * @param from the end of the value before, or 0: a value does not begin before it
     */
    @Nullable Finding find(String text, int from, int at);
}

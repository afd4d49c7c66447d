package dev.chasqui.adapters.extract;

import java.util.List;
import java.util.OptionalInt;

/**
 * A passage of the context, divided into what may be quoted of it.
 *
 * @param number the number by which it is cited, if it has one
 * @param document the name of its document; empty if the context does not tell it
 * @param excerpts the excerpts in their order
 */
record ContextPassage(OptionalInt number, String document, List<Excerpt> excerpts) {
    ContextPassage {
        excerpts = List.copyOf(excerpts);
    }
}

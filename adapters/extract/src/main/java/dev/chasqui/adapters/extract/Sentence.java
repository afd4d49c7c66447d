package dev.chasqui.adapters.extract;

import java.util.OptionalInt;

/**
 * A sentence of the context.
 *
 * @param number the number of its passage, if that has one
 */
record Sentence(String text, OptionalInt number) {}

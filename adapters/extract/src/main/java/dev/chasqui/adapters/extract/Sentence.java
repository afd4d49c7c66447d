package dev.chasqui.adapters.extract;

import java.util.OptionalInt;

/**
 * A sentence of the context.
 *
 * @param number the number of the passage it stands in, if that has one
 */
record Sentence(String text, OptionalInt number) {}

package dev.chasqui.adapters.extract;

import java.util.OptionalInt;

/**
 * A piece of text that may be quoted.
 *
 * @param number the number under which the context gave it, as in {@code [1] …}, if it had one
 */
record Passage(String text, OptionalInt number) {}

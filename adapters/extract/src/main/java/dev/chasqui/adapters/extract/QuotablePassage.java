package dev.chasqui.adapters.extract;

import java.util.OptionalInt;

/**
 * A piece of text that may be quoted.
 *
 * @param number the number under which the context gave it, as in {@code [1] …}, if it had one
 * @param marked whether it stood between tags or under a number: surely data rather than words
 *     about data
 */
record Passage(String text, OptionalInt number, boolean marked) {}

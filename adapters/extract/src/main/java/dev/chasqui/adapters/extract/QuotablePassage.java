package dev.chasqui.adapters.extract;

import java.util.OptionalInt;

/**
 * A piece of text that may be quoted.
 *
 * @param number the number that the context gives it, as in {@code [1] …}, if any
 * @param marked true if it stood between tags or under a number, so that it is data for certain,
 *     and not text about data
 */
record QuotablePassage(String text, OptionalInt number, boolean marked) {}

package dev.chasqui.adapters.extract;

import java.util.OptionalInt;

/**
 * A passage that may be quoted: the paragraphs between two marks.
 *
 * @param text the paragraphs, with a blank line between them
 * @param number the number that the context gives it, as in {@code [1] …}, if any
 * @param marked true if it stood between tags or under a number, so that it is data for certain,
 *     and not text about data
 * @param document the name of its document; empty if the context does not tell it
 */
record QuotablePassage(String text, OptionalInt number, boolean marked, String document) {}

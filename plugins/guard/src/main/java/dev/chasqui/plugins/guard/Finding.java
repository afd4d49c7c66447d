package dev.chasqui.plugins.guard;

/**
 * A sensitive value in a text.
 *
 * @param start the index of its first character
 * @param end the index behind its last character
 */
record Finding(Kind kind, int start, int end) {}

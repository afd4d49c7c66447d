package dev.chasqui.plugins.context;

/** A named piece of text. */
record Snippet(String name, String text) {}

package dev.chasqui.plugins.parallel;

/** An answer and the place of the branch that gave it. */
record Answered(Place place, Answer answer) {}

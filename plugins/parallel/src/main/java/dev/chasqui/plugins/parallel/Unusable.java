package dev.chasqui.plugins.parallel;

/** A reply came, but there is nothing to be done with it. Its message says why, for people. */
final class Unusable extends RuntimeException {
    Unusable(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}

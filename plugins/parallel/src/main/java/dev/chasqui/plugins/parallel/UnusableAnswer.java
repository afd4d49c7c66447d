package dev.chasqui.plugins.parallel;

/**
 * Thrown for a reply that cannot be used. Its message gives the reason for people. It has no stack
 * trace.
 */
final class UnusableAnswer extends RuntimeException {
    UnusableAnswer(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}

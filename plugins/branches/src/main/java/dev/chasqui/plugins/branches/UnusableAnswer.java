package dev.chasqui.plugins.branches;

/**
 * Thrown for a reply that cannot be used. Its message gives the reason for people. It has no stack
 * trace.
 */
public final class UnusableAnswer extends RuntimeException {
    public UnusableAnswer(String why) {
        super(why, null, false, false);
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}

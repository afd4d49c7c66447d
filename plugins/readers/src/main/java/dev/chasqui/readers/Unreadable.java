package dev.chasqui.readers;

/** Thrown where a file cannot be read, with the outcome to answer. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Outcome outcome;

    Unreadable(Outcome outcome) {
        super(outcome.name());
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}

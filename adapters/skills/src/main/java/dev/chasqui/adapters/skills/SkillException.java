package dev.chasqui.adapters.skills;

/** A mistake in a skill; the message says which file, where, and what is expected. */
public final class SkillException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    SkillException(String message) {
        this(message, false);
    }

    private SkillException(String message, boolean passing) {
        super(message, null, false, false);
        this.passing = passing;
    }

    /** Makes the failure to read a file that may be read later, though it does not change. */
    static SkillException passing(String message) {
        return new SkillException(message, true);
    }

    /** Returns true if the same file may be read later. */
    boolean isPassing() {
        return passing;
    }
}

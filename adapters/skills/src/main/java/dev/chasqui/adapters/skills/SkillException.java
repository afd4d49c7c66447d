package dev.chasqui.adapters.skills;

/** A mistake in a skill; the message says which file, where, and what is expected. */
public final class SkillException extends Exception {
    private static final long serialVersionUID = 1L;

    SkillException(String message) {
        super(message, null, false, false);
    }
}

package dev.chasqui.domain.session;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

/**
 * The owner and the name of a session. Two owners may use the same name for sessions of their own.
 *
 * @param owner the name of the caller whose session it is; not empty
 * @param name the name that the owner gave it: 1 to {@value #LONGEST} visible characters
 */
public record SessionKey(String owner, String name) {
    /** The most characters of a name, in Unicode's code points. */
    public static final int LONGEST = 128;

    /**
     * Checks both parts.
     *
     * @throws FailureException with {@code Invalid} if the name cannot be that of a session
     */
    public SessionKey {
        if (owner.isEmpty()) {
            throw new IllegalArgumentException("owner: '' (expected: a name)");
        }
        requireName(name);
    }

    /**
     * Checks a name.
     *
     * @throws FailureException with {@code Invalid} if it cannot be that of a session
     */
    public static void requireName(String name) {
        if (!isName(name)) {
            throw new FailureException(
                    new Failure.Invalid(
                            "session_id",
                            "a session's name has 1 to %d visible characters, without spaces; use another name"
                                    .formatted(LONGEST)));
        }
    }

    /** Returns true if a text can be the name of a session. */
    public static boolean isName(String text) {
        // A character has at most two units, so a long text is not counted.
        return !text.isEmpty()
                && text.length() <= 2 * LONGEST
                && text.codePointCount(0, text.length()) <= LONGEST
                && text.codePoints().allMatch(SessionKey::isVisible);
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}

package dev.chasqui.application.limits;

/**
 * The owner of limits, by which requests are counted.
 *
 * @param name the name within its kind; empty for {@link Kind#ALL}
 */
public record LimitOwner(Kind kind, String name) {
    /** The owner of the limits that hold for all callers together. */
    public static final LimitOwner ALL = new LimitOwner(Kind.ALL, "");

    /** The kinds of owners. */
    public enum Kind {
        KEY,
        USER,
        TEAM,
        /** The models of a pattern, which is the name, for all callers together. */
        MODEL,
        ALL
    }

    /** Returns the owner as messages name it, such as {@code user 'ana'}. */
    @Override
    public String toString() {
        return switch (kind) {
            case KEY -> "key '" + name + "'";
            case USER -> "user '" + name + "'";
            case TEAM -> "team '" + name + "'";
            case MODEL -> "model '" + name + "'";
            case ALL -> "all callers together";
        };
    }
}

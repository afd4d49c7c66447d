package dev.chasqui.domain.command;

/** What somebody wrote cannot be used; where, and why. Each binder tells it in its own words. */
final class Mistake extends RuntimeException {
    private final String where;

    Mistake(String where, String what) {
        super(what, null, false, false);
        this.where = where;
    }

    /** The place, such as {@code snippets.team}; empty for the whole. */
    String where() {
        return where;
    }

    /** The place and what is wrong there. */
    String sentence() {
        return where.isEmpty() ? what() : where + ": " + what();
    }

    private String what() {
        return String.valueOf(getMessage());
    }
}

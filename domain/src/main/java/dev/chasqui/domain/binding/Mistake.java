package dev.chasqui.domain.binding;

import java.util.ArrayList;
import java.util.List;

/** What somebody wrote cannot be used; where, and why. Each binder tells it in its own words. */
public final class Mistake extends RuntimeException {
    private final String where;
    private final transient List<Mistake> others;

    public Mistake(String where, String what) {
        this(where, what, List.of());
    }

    private Mistake(String where, String what, List<Mistake> others) {
        super(what, null, false, false);
        this.where = where;
        this.others = List.copyOf(others);
    }

    /** Several as one, which speaks as the first does. */
    static Mistake of(List<Mistake> several) {
        Mistake first = several.getFirst();
        return new Mistake(first.where, first.what(), several.subList(1, several.size()));
    }

    /** All of them, where there are several. */
    List<Mistake> all() {
        List<Mistake> all = new ArrayList<>();
        all.add(this);
        all.addAll(others);
        return all;
    }

    /** The place, such as {@code snippets.team}; empty for the whole. */
    String where() {
        return where;
    }

    /** The place and what is wrong there. */
    public String sentence() {
        return where.isEmpty() ? what() : where + ": " + what();
    }

    private String what() {
        return String.valueOf(getMessage());
    }
}

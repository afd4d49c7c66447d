package dev.chasqui.domain.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A thing that somebody wrote and that cannot be used: where, and why. */
public final class Mistake extends RuntimeException {
    private final String where;
    private final transient Optional<String> named;
    private final transient List<Mistake> others;

    public Mistake(String where, String what) {
        this(where, what, Optional.empty(), List.of());
    }

    private Mistake(String where, String what, Optional<String> named, List<Mistake> others) {
        super(what, null, false, false);
        this.where = where;
        this.named = named;
        this.others = List.copyOf(others);
    }

    /**
     * A mistake in the name of a member, not in its value.
     *
     * @param member the member's place, where {@code where} may not show it
     */
    static Mistake ofName(String where, String member, String what) {
        return new Mistake(where, what, Optional.of(member), List.of());
    }

    /** Several as one, which speaks as the first does. */
    static Mistake of(List<Mistake> several) {
        Mistake first = several.getFirst();
        return new Mistake(
                first.where, first.what(), first.named, several.subList(1, several.size()));
    }

    /** All of them, where there are several. */
    List<Mistake> all() {
        List<Mistake> all = new ArrayList<>();
        all.add(this);
        all.addAll(others);
        return all;
    }

    /** The place, such as {@code snippets.team}; empty for the whole. */
    public String where() {
        return where;
    }

    /** The member whose name is wrong; empty if it is a value that is. */
    public Optional<String> named() {
        return named;
    }

    /** What is wrong there. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** The place and what is wrong there. */
    public String sentence() {
        return where.isEmpty() ? what() : where + ": " + what();
    }
}

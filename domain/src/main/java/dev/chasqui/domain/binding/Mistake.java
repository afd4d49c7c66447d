package dev.chasqui.domain.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An error in text that a person wrote: its place and its reason. */
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
     * Makes a mistake in the name of a member, not in its value.
     *
     * @param member the member's place; {@code where} may not show it
     */
    static Mistake ofName(String where, String member, String what) {
        return new Mistake(where, what, Optional.of(member), List.of());
    }

    /** Joins several mistakes into one; its place and reason are those of the first. */
    static Mistake of(List<Mistake> several) {
        Mistake first = several.getFirst();
        return new Mistake(
                first.where, first.what(), first.named, several.subList(1, several.size()));
    }

    /** Returns all mistakes that were joined into this one, itself first. */
    List<Mistake> all() {
        List<Mistake> all = new ArrayList<>();
        all.add(this);
        all.addAll(others);
        return all;
    }

    /** Returns the place, such as {@code snippets.team}; empty if the text as a whole is wrong. */
    public String where() {
        return where;
    }

    /** Returns the place of the member whose name is wrong; empty if a value is wrong. */
    public Optional<String> named() {
        return named;
    }

    /** Returns the reason, without the place. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** Returns the place and the reason as one sentence. */
    public String sentence() {
        return where.isEmpty() ? what() : where + ": " + what();
    }
}

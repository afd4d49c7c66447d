package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.json.reading.JsonKind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The top-level members of a request that a dialect knows, with the kinds of JSON value that each
 * may have. Immutable.
 */
public final class KnownMembers {
    private final Map<String, JsonKind[]> kinds;
    private final Set<String> names;

    private KnownMembers(Map<String, JsonKind[]> kinds) {
        this.kinds = Map.copyOf(kinds);
        this.names = Set.copyOf(kinds.keySet());
    }

    /** Returns a builder without members. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the names of the members. */
    public Set<String> names() {
        return names;
    }

    /**
     * Checks the kinds of a body's members. Cheap, since it looks only at the first token of each
     * value.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    public void check(BodyScan scan) {
        for (String name : scan.members().keySet()) {
            JsonKind[] allowed = kinds.get(name);
            if (allowed != null) {
                scan.expect(name, allowed);
            }
        }
    }

    /** A collector of members. */
    public static final class Builder {
        private final Map<String, JsonKind[]> kinds = new LinkedHashMap<>();

        private Builder() {}

        /** Adds a member that may have these kinds of value. */
        public Builder add(String name, JsonKind... allowed) {
            kinds.put(name, allowed);
            return this;
        }

        /** Adds members of one kind of value. */
        public Builder addAll(Iterable<String> some, JsonKind allowed) {
            some.forEach(name -> add(name, allowed));
            return this;
        }

        public KnownMembers build() {
            return new KnownMembers(kinds);
        }
    }
}

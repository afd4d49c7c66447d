package dev.chasqui.adapters.dialects.server;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The known dialects of servers. Immutable.
 *
 * @param all the dialects, in the order in which a server is probed for them
 */
public record ServerDialects(List<ServerDialect> all) {
    /** Copies the list. */
    public ServerDialects {
        all = List.copyOf(all);
    }

    /** Returns these dialects, in the order in which a server is probed for them. */
    public static ServerDialects of(ServerDialect... all) {
        return new ServerDialects(List.of(all));
    }

    /** Returns the dialect of this type in any case; empty if there is none. */
    public Optional<ServerDialect> named(String type) {
        return all.stream().filter(dialect -> dialect.type().equalsIgnoreCase(type)).findFirst();
    }

    /**
     * Returns the dialect of this type in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ServerDialect get(String type) {
        return named(type)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "type: "
                                                + type
                                                + " (expected: one of "
                                                + all.stream().map(ServerDialect::type).toList()
                                                + ")"));
    }

    /** Returns the names of all dialects for people, joined by commas. */
    public String displayNames() {
        return all.stream().map(ServerDialect::displayName).collect(Collectors.joining(", "));
    }
}

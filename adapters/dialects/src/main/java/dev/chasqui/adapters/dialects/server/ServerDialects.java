package dev.chasqui.adapters.dialects.server;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The dialects of servers that are known here.
 *
 * @param all in the order in which a server is asked for them
 */
public record ServerDialects(List<ServerDialect> all) {
    public ServerDialects {
        all = List.copyOf(all);
    }

    public static ServerDialects of(ServerDialect... all) {
        return new ServerDialects(List.of(all));
    }

    /** The dialect of this type, in any case; empty where there is none. */
    public Optional<ServerDialect> named(String type) {
        return all.stream().filter(dialect -> dialect.type().equalsIgnoreCase(type)).findFirst();
    }

    /**
     * The dialect of this type, in any case.
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

    /** The names that people know them by, for messages. */
    public String displayNames() {
        return all.stream().map(ServerDialect::displayName).collect(Collectors.joining(", "));
    }
}

package dev.chasqui.adapters.dialects.responses;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names by which the model knows the tools of a request, with the tools that they stand for.
 * The model knows one list of functions, whereas a client may group its tools in namespaces. Used
 * by one thread until the request is read, then never changed.
 */
final class ToolNames {
    private static final String BETWEEN = "__";

    /**
     * A tool as the client knows it.
     *
     * @param name its name within its namespace
     * @param namespace the namespace; empty if it is in none
     * @param custom true for a tool whose input is plain text
     */
    record Origin(String name, Optional<String> namespace, boolean custom) {}

    private final Map<String, Origin> origins = new HashMap<>();

    /** Returns the model's name of a tool: the namespace, two underscores, and the name. */
    static String flat(Optional<String> namespace, String name) {
        return namespace
                .map(space -> space.endsWith(BETWEEN) ? space + name : space + BETWEEN + name)
                .orElse(name);
    }

    /** Adds a tool; returns false if another one has the same name for the model. */
    boolean add(Origin origin) {
        return origins.putIfAbsent(flat(origin.namespace(), origin.name()), origin) == null;
    }

    boolean knows(String flat) {
        return origins.containsKey(flat);
    }

    /** Returns the tool of the model's name; an unknown name is that of a plain function. */
    Origin of(String flat) {
        return origins.getOrDefault(flat, new Origin(flat, Optional.empty(), false));
    }
}

package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.route.WebRoute;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The routes of one plug-in, and the rule for those that it may have.
 *
 * <p>It owns {@code /agents/NAME/}, and each {@code /admin/NOUN} that it claims first.
 */
final class RouteClaims {
    /** The nouns below {@code /admin/} that belong to the server, present or planned. */
    private static final Set<String> RESERVED_NOUNS =
            Set.of(
                    "agents",
                    "backends",
                    "config",
                    "keys",
                    "ledger",
                    "models",
                    "plugins",
                    "pool",
                    "sessions");

    private final String plugin;
    private final Map<String, String> nounOwners = new HashMap<>();
    private final Set<String> forms = new HashSet<>();
    private final List<WebRoute> routes = new ArrayList<>();

    /**
     * Creates claims without routes.
     *
     * @param plugin the name of the plug-in
     * @param others the plug-ins that have routes already
     */
    RouteClaims(String plugin, Collection<Contributor> others) {
        this.plugin = plugin;
        RESERVED_NOUNS.forEach(noun -> nounOwners.put(noun, "the server"));
        for (Contributor other : others) {
            other.contribution().routes().stream()
                    .map(RouteClaims::segments)
                    .filter(RouteClaims::isAdmin)
                    .forEach(
                            segments ->
                                    nounOwners.put(segments[1], "plug-in '" + other.name() + "'"));
        }
    }

    /**
     * Claims a route.
     *
     * @throws IllegalArgumentException if this plug-in may not have the route, or has one of the
     *     same form
     */
    void claim(WebRoute route) {
        String[] segments = segments(route);
        if (isAdmin(segments)) {
            requireNoun(route, segments[1]);
        } else if (segments.length < 3 || !segments[1].equals(plugin)) {
            throw refused(route, "it lies elsewhere (expected: below /agents/" + plugin + "/)");
        }
        // Names in braces matter to people alone: one call would match both routes.
        if (!forms.add(route.method() + route.path().replaceAll("\\{[^}]*}", "{}"))) {
            throw refused(route, "there is one of this form already");
        }
        routes.add(route);
    }

    private void requireNoun(WebRoute route, String noun) {
        if (noun.startsWith("{")) {
            throw refused(route, "it fits every noun (expected: /admin/ and a noun)");
        }
        String owner = nounOwners.get(noun);
        if (owner != null) {
            throw refused(route, "/admin/" + noun + " belongs to " + owner);
        }
    }

    List<WebRoute> routes() {
        return List.copyOf(routes);
    }

    /** Returns the segments of a path; there are at least two. */
    private static String[] segments(WebRoute route) {
        return route.path().substring(1).split("/");
    }

    private static boolean isAdmin(String[] segments) {
        return segments[0].equals("admin");
    }

    private static IllegalArgumentException refused(WebRoute route, String why) {
        return new IllegalArgumentException(
                "route " + route.method() + " " + route.path() + ": " + why);
    }
}

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
 * The routes that one plug-in may have, and those that it has already.
 *
 * <p>It has {@code /agents/NAME/} to itself, and each {@code /admin/NOUN} that it names first.
 */
final class RouteClaims {
    /** What the server itself has there, or will have. */
    private static final Set<String> SERVERS_OWN =
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
    private final Map<String, String> owners = new HashMap<>();
    private final Set<String> forms = new HashSet<>();
    private final List<WebRoute> routes = new ArrayList<>();

    /**
     * @param plugin the name of the one that claims
     * @param others those that have routes already
     */
    RouteClaims(String plugin, Collection<Contributor> others) {
        this.plugin = plugin;
        SERVERS_OWN.forEach(noun -> owners.put(noun, "the server"));
        for (Contributor other : others) {
            other.contribution().routes().stream()
                    .map(RouteClaims::segments)
                    .filter(RouteClaims::isAdmin)
                    .forEach(segments -> owners.put(segments[1], "plug-in '" + other.name() + "'"));
        }
    }

    /**
     * @throws IllegalArgumentException if it is not for this plug-in to have, or there is one like
     *     it
     */
    void claim(WebRoute route) {
        String[] segments = segments(route);
        if (isAdmin(segments)) {
            requireNoun(route, segments[1]);
        } else if (segments.length < 3 || !segments[1].equals(plugin)) {
            throw refused(route, "it lies elsewhere (expected: below /agents/" + plugin + "/)");
        }
        // Names in braces differ for people alone: one call would fit both.
        if (!forms.add(route.method() + route.path().replaceAll("\\{[^}]*}", "{}"))) {
            throw refused(route, "there is one of this form already");
        }
        routes.add(route);
    }

    private void requireNoun(WebRoute route, String noun) {
        if (noun.startsWith("{")) {
            throw refused(route, "it fits every noun (expected: /admin/ and a noun)");
        }
        String owner = owners.get(noun);
        if (owner != null) {
            throw refused(route, "/admin/" + noun + " belongs to " + owner);
        }
    }

    List<WebRoute> routes() {
        return List.copyOf(routes);
    }

    /** What lies between the slashes; there are two at least. */
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

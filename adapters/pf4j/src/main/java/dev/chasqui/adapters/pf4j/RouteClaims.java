package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
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
 * <p>It owns {@code /agents/NAME/}, and each {@code /admin/NOUN} and {@code /v1/NOUN} that it
 * claims first. A route under {@code /v1/} refuses callers who may not use the agent of the
 * plug-in's name.
 */
final class RouteClaims {
    private static final String ADMIN = "admin";
    private static final String V1 = "v1";

    /** The nouns that belong to the server, present or planned, by what they are below. */
    private static final Map<String, Set<String>> RESERVED_NOUNS =
            Map.of(
                    ADMIN,
                    Set.of(
                            "agents",
                            "backends",
                            "config",
                            "keys",
                            "ledger",
                            "models",
                            "plugins",
                            "pool",
                            "sessions"),
                    V1,
                    Set.of(
                            "audio",
                            "batches",
                            "chat",
                            "completions",
                            "conversations",
                            "decisions",
                            "embeddings",
                            "images",
                            "memory",
                            "messages",
                            "models",
                            "moderations",
                            "realtime",
                            "rerank",
                            "reranking",
                            "responses"));

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
        RESERVED_NOUNS.forEach(
                (below, nouns) ->
                        nouns.forEach(noun -> nounOwners.put(below + "/" + noun, "the server")));
        for (Contributor other : others) {
            other.contribution().routes().stream()
                    .map(RouteClaims::segments)
                    .filter(RouteClaims::hasNoun)
                    .forEach(
                            segments ->
                                    nounOwners.put(
                                            noun(segments), "plug-in '" + other.name() + "'"));
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
        if (hasNoun(segments)) {
            requireNoun(route, segments);
        } else if (segments.length < 3 || !segments[1].equals(plugin)) {
            throw refused(route, "it lies elsewhere (expected: below /agents/" + plugin + "/)");
        }
        // Names in braces matter to people alone: one call would match both routes.
        if (!forms.add(route.method() + route.path().replaceAll("\\{[^}]*}", "{}"))) {
            throw refused(route, "there is one of this form already");
        }
        routes.add(segments[0].equals(V1) ? forUsersOfTheAgent(route) : route);
    }

    private void requireNoun(WebRoute route, String[] segments) {
        if (segments[1].startsWith("{")) {
            throw refused(route, "it fits every noun (expected: /" + segments[0] + "/ and a noun)");
        }
        String owner = nounOwners.get(noun(segments));
        if (owner != null) {
            throw refused(route, "/" + noun(segments) + " belongs to " + owner);
        }
    }

    /** Returns a route that checks the right that the path of the route does not name. */
    private WebRoute forUsersOfTheAgent(WebRoute route) {
        WebRoute.Handler handler =
                call -> {
                    if (!call.caller().mayUse(plugin)) {
                        throw new FailureException(
                                new Failure.Forbidden(
                                        "your key may not use the agent '" + plugin + "'"));
                    }
                    return route.handler().handle(call);
                };
        return new WebRoute(
                route.method(), route.path(), route.mostBody(), route.boundsMemory(), handler);
    }

    List<WebRoute> routes() {
        return List.copyOf(routes);
    }

    /** Returns the segments of a path; there are at least two. */
    private static String[] segments(WebRoute route) {
        return route.path().substring(1).split("/");
    }

    private static boolean hasNoun(String[] segments) {
        return segments[0].equals(ADMIN) || segments[0].equals(V1);
    }

    private static String noun(String[] segments) {
        return segments[0] + "/" + segments[1];
    }

    private static IllegalArgumentException refused(WebRoute route, String why) {
        return new IllegalArgumentException(
                "route " + route.method() + " " + route.path() + ": " + why);
    }
}

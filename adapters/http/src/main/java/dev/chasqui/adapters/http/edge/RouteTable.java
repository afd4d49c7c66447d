package dev.chasqui.adapters.http.edge;

import dev.chasqui.domain.failure.Failure;

import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRouting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All routes. A path that is there answers a method that is not with 405, and HEAD wherever GET; a
 * path that is not there answers 404, each in the words of its dialect.
 */
public final class RouteTable {
    public static final String UNKNOWN = "unknown";

    private final Map<String, Map<Method, Route>> byPath = new LinkedHashMap<>();

    public RouteTable get(String path, Access access, Surface surface, Endpoint endpoint) {
        add(new Route(Method.GET, path, access, surface, true, endpoint));
        return add(new Route(Method.HEAD, path, access, surface, true, endpoint));
    }

    /** A route whose use is nobody's business: those who watch the server ask it all the time. */
    public RouteTable getUntold(String path, Access access, Surface surface, Endpoint endpoint) {
        add(new Route(Method.GET, path, access, surface, false, endpoint));
        return add(new Route(Method.HEAD, path, access, surface, false, endpoint));
    }

    public RouteTable post(String path, Access access, Surface surface, Endpoint endpoint) {
        return add(new Route(Method.POST, path, access, surface, true, endpoint));
    }

    private RouteTable add(Route route) {
        byPath.computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
                .put(route.method(), route);
        return this;
    }

    /** The paths of all routes. */
    public Set<String> paths() {
        return byPath.keySet();
    }

    /**
     * Makes the routing of a listener; each needs one of its own.
     *
     * @param raw answer what lies under their paths, the first one that takes it
     * @param openAi answers unknown paths under {@code /v1}
     * @param ollama answers all other ones
     */
    public HttpRouting.Builder routing(
            Gate gate, List<RawRoutes> raw, Surface openAi, Surface ollama) {
        HttpRouting.Builder routing = HttpRouting.builder();
        for (RawRoutes some : raw) {
            routing.route(
                    HttpRoute.builder()
                            .path(some)
                            .handler((req, res) -> gate.pass(some.find(req), req, res)));
        }
        byPath.forEach(
                (path, methods) -> {
                    methods.forEach((method, route) -> register(routing, gate, route));
                    Route any = methods.values().iterator().next();
                    String allowed = allowed(methods.keySet());
                    register(routing, gate, options(any, allowed));
                    Route notAllowed = notAllowed(any, allowed);
                    routing.route(
                            HttpRoute.builder()
                                    .path(new SlashedPath(path))
                                    .handler((req, res) -> gate.pass(notAllowed, req, res)));
                });
        Route unknownOpenAi = unknown(openAi, call -> notFound(openAi, call));
        Route unknownOllama = unknown(ollama, _ -> Answer.text(404, "404 page not found"));
        routing.any("/v1/*", (req, res) -> gate.pass(unknownOpenAi, req, res));
        routing.any((req, res) -> gate.pass(unknownOllama, req, res));
        return routing;
    }

    private static void register(HttpRouting.Builder routing, Gate gate, Route route) {
        routing.route(
                HttpRoute.builder()
                        .methods(route.method())
                        .path(new SlashedPath(route.path()))
                        .handler((req, res) -> gate.pass(route, req, res)));
    }

    private static String allowed(Set<Method> methods) {
        return Stream.concat(methods.stream(), Stream.of(Method.OPTIONS))
                .map(Method::text)
                .collect(Collectors.joining(", "));
    }

    /** What balancers ask by default to see whether a server is there; they have no key. */
    private static Route options(Route any, String allowed) {
        Answer answer = new Answer(204, Answer.TEXT, new byte[0]).with("Allow", allowed);
        return new Route(
                Method.OPTIONS,
                any.path(),
                Access.PUBLIC,
                any.surface(),
                false,
                call -> call.send(answer));
    }

    private static Route notAllowed(Route any, String allowed) {
        return new Route(
                any.method(),
                any.path(),
                any.access(),
                any.surface(),
                any.told(),
                call -> call.send(notAllowed(any.surface(), call, allowed)));
    }

    public static Answer notAllowed(Surface surface, Call call, String allowed) {
        String message =
                call.request().prologue().method().text()
                        + " is not a method of this path (expected: "
                        + allowed
                        + ")";
        return invalid(surface, message).withStatus(405).with("Allow", allowed);
    }

    public static Answer notFound(Surface surface, Call call) {
        String path = call.request().path().path();
        return invalid(surface, "there is nothing at " + path).withStatus(404);
    }

    private static Answer invalid(Surface surface, String message) {
        return Answer.failure(surface.codec(), new Failure.Invalid(Optional.empty(), message));
    }

    /**
     * The path is told as the reason: as the name of the operation it would be anybody's choice.
     */
    private static Route unknown(Surface surface, Function<Call, Answer> answer) {
        return new Route(
                Method.GET,
                UNKNOWN,
                Access.USER,
                surface,
                true,
                call -> {
                    String path = call.request().path().rawPath();
                    call.note(new Failure.NotFound("there is nothing at " + path), null);
                    call.send(answer.apply(call));
                });
    }
}

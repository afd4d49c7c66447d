package dev.chasqui.adapters.http.edge;

import dev.chasqui.domain.failure.Failure;

import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All routes of the server. A known path answers other methods with 405, and answers HEAD if it
 * answers GET; an unknown path is a 404. Each error has the form of its dialect.
 *
 * <p>Several dialects may share a path. The one that claims the request by its headers answers it,
 * otherwise the one that was added first.
 */
public final class RouteTable {
    /** The path in the records of requests to unknown paths. */
    public static final String UNKNOWN = "unknown";

    private final Map<String, Map<Method, List<HttpRoute>>> byPath = new LinkedHashMap<>();

    /** Adds a route for GET and HEAD. */
    public RouteTable get(String path, Access access, Surface surface, Endpoint endpoint) {
        add(new HttpRoute(Method.GET, path, access, surface, true, endpoint));
        return add(new HttpRoute(Method.HEAD, path, access, surface, true, endpoint));
    }

    /**
     * Adds a route for GET and HEAD without records; monitoring programs request it all the time.
     */
    public RouteTable getUntold(String path, Access access, Surface surface, Endpoint endpoint) {
        add(new HttpRoute(Method.GET, path, access, surface, false, endpoint));
        return add(new HttpRoute(Method.HEAD, path, access, surface, false, endpoint));
    }

    /** Adds a route for POST. */
    public RouteTable post(String path, Access access, Surface surface, Endpoint endpoint) {
        return add(new HttpRoute(Method.POST, path, access, surface, true, endpoint));
    }

    /** Adds a route for POST whose handler bounds the body itself. */
    public RouteTable postOfAnySize(
            String path, Access access, Surface surface, Endpoint endpoint) {
        return add(
                new HttpRoute(
                        Method.POST,
                        path,
                        access,
                        surface,
                        true,
                        OptionalLong.of(Long.MAX_VALUE),
                        endpoint));
    }

    /** Adds a route. */
    public RouteTable add(HttpRoute route) {
        byPath.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(route.method(), _ -> new ArrayList<>(1))
                .add(route);
        return this;
    }

    /** Returns all routes, in the order in which their paths were added. */
    public List<HttpRoute> all() {
        return byPath.values().stream()
                .flatMap(methods -> methods.values().stream())
                .flatMap(List::stream)
                .toList();
    }

    /** Returns the paths of all routes. */
    public Set<String> paths() {
        return byPath.keySet();
    }

    /**
     * Returns the routing for the listeners.
     *
     * @param raw routes that take precedence; the first one that accepts a path answers it
     * @param unknown answers unknown paths
     */
    public HttpRouting.Builder routing(Gate gate, List<RawRoutes> raw, UnknownPaths unknown) {
        HttpRouting.Builder routing = HttpRouting.builder();
        for (RawRoutes some : raw) {
            routing.route(
                    io.helidon.webserver.http.HttpRoute.builder()
                            .path(some)
                            .handler((req, res) -> gate.pass(some.find(req), req, res)));
        }
        byPath.forEach(
                (path, methods) -> {
                    methods.values().forEach(routes -> register(routing, gate, routes));
                    String allowed = allowed(methods.keySet());
                    List<HttpRoute> any = firstOfEachSurface(methods.values());
                    register(routing, gate, List.of(options(any.getFirst(), allowed)));
                    List<HttpRoute> notAllowed =
                            any.stream().map(route -> notAllowed(route, allowed)).toList();
                    routing.route(
                            io.helidon.webserver.http.HttpRoute.builder()
                                    .path(new TrailingSlashPath(path))
                                    .handler(
                                            (req, res) ->
                                                    gate.pass(
                                                            claiming(notAllowed, req), req, res)));
                });
        routing.any((req, res) -> gate.pass(unknown.find(req), req, res));
        return routing;
    }

    /** Registers the routes of one method and path. */
    private static void register(HttpRouting.Builder routing, Gate gate, List<HttpRoute> routes) {
        HttpRoute first = routes.getFirst();
        routing.route(
                io.helidon.webserver.http.HttpRoute.builder()
                        .methods(first.method())
                        .path(new TrailingSlashPath(first.path()))
                        .handler(
                                routes.size() == 1
                                        ? (req, res) -> gate.pass(first, req, res)
                                        : (req, res) ->
                                                gate.pass(claiming(routes, req), req, res)));
    }

    private static HttpRoute claiming(List<HttpRoute> routes, ServerRequest request) {
        return routes.stream()
                .filter(route -> route.surface().claims(request))
                .findFirst()
                .orElseGet(routes::getFirst);
    }

    private static List<HttpRoute> firstOfEachSurface(Collection<List<HttpRoute>> routes) {
        Map<Surface, HttpRoute> first = new LinkedHashMap<>();
        routes.forEach(some -> some.forEach(route -> first.putIfAbsent(route.surface(), route)));
        return List.copyOf(first.values());
    }

    private static String allowed(Set<Method> methods) {
        return Stream.concat(methods.stream(), Stream.of(Method.OPTIONS))
                .map(Method::text)
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns a route for OPTIONS without a key, which load balancers request by default to check a
     * server.
     */
    private static HttpRoute options(HttpRoute any, String allowed) {
        Answer answer = new Answer(204, Answer.TEXT, new byte[0]).with("Allow", allowed);
        return new HttpRoute(
                Method.OPTIONS,
                any.path(),
                Access.PUBLIC,
                any.surface(),
                false,
                call -> call.send(answer));
    }

    private static HttpRoute notAllowed(HttpRoute any, String allowed) {
        return new HttpRoute(
                any.method(),
                any.path(),
                any.access(),
                any.surface(),
                any.recorded(),
                call -> call.send(notAllowed(any.surface(), call, allowed)));
    }

    /** Returns the answer to a method that a path does not have. */
    public static Answer notAllowed(Surface surface, Call call, String allowed) {
        String message =
                call.request().prologue().method().text()
                        + " is not a method of this path (expected: "
                        + allowed
                        + ")";
        return invalid(surface, call, message).withStatus(405).with("Allow", allowed);
    }

    /** Returns the answer to an unknown path. */
    public static Answer notFound(Surface surface, Call call) {
        String path = call.request().path().path();
        return invalid(surface, call, "there is nothing at " + path).withStatus(404);
    }

    private static Answer invalid(Surface surface, Call call, String message) {
        return Answer.failure(
                surface.errors(), new Failure.Invalid(Optional.empty(), message), call.id());
    }
}

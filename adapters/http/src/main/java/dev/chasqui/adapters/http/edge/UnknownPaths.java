package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.domain.failure.Failure;

import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;

import java.util.List;

/**
 * The answers to paths that are not there, in the words of the dialect that claims the request,
 * else of the one whose ground the path lies on.
 */
public final class UnknownPaths {

    /** A dialect and its answer. */
    private record Owner(ClientDialect dialect, HttpRoute route) {
        static Owner of(ClientDialect dialect) {
            return new Owner(dialect, UnknownPaths.route(Surface.of(dialect)));
        }

        /** How much of the path is the beginning of its ground; less than 0 if it is not on it. */
        int nearness(String path) {
            return dialect.basePath()
                    .filter(ground -> path.equals(ground) || path.startsWith(ground + "/"))
                    .map(String::length)
                    .orElse(-1);
        }
    }

    private final List<Owner> owners;
    private final HttpRoute house;

    /**
     * @param house answers paths that are on the ground of no dialect
     */
    public UnknownPaths(List<ClientDialect> dialects, Surface house) {
        this.owners = dialects.stream().map(Owner::of).toList();
        this.house = route(house);
    }

    HttpRoute find(ServerRequest request) {
        String path = request.path().path();
        HttpRoute found = house;
        int nearest = -1;
        for (Owner owner : owners) {
            if (owner.route.surface().claims(request)) {
                return owner.route;
            }
            int nearness = owner.nearness(path);
            if (nearness > nearest) {
                nearest = nearness;
                found = owner.route;
            }
        }
        return found;
    }

    /**
     * The path stands in the reason of the record and not in the name of the operation, which a
     * client must not be able to choose.
     */
    private static HttpRoute route(Surface surface) {
        return new HttpRoute(
                Method.GET,
                RouteTable.UNKNOWN,
                Access.USER,
                surface,
                true,
                call -> {
                    String path = call.request().path().rawPath();
                    call.note(new Failure.NotFound("there is nothing at " + path), null);
                    call.send(
                            surface.errors()
                                    .unknownPath()
                                    .map(text -> Answer.text(404, text))
                                    .orElseGet(() -> RouteTable.notFound(surface, call)));
                });
    }
}

package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.domain.failure.Failure;

import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;

import java.util.List;

/**
 * The answers to unknown paths. A request gets the form of the dialect that claims it, otherwise of
 * the dialect whose paths begin like its path.
 */
public final class UnknownPaths {

    /** A dialect and its answer. */
    private record DialectAnswer(ClientDialect dialect, HttpRoute route) {
        static DialectAnswer of(ClientDialect dialect) {
            return new DialectAnswer(dialect, UnknownPaths.route(Surface.of(dialect)));
        }

        /**
         * Returns the length of the dialect's prefix of the path; less than 0 if the path does not
         * begin so.
         */
        int prefixLength(String path) {
            return dialect.basePath()
                    .filter(base -> path.equals(base) || path.startsWith(base + "/"))
                    .map(String::length)
                    .orElse(-1);
        }
    }

    private final List<DialectAnswer> dialectAnswers;
    private final HttpRoute house;

    /**
     * Creates the answers.
     *
     * @param house the form for paths of no dialect
     */
    public UnknownPaths(List<ClientDialect> dialects, Surface house) {
        this.dialectAnswers = dialects.stream().map(DialectAnswer::of).toList();
        this.house = route(house);
    }

    HttpRoute find(ServerRequest request) {
        String path = request.path().path();
        HttpRoute found = house;
        int longest = -1;
        for (DialectAnswer answer : dialectAnswers) {
            if (answer.route.surface().claims(request)) {
                return answer.route;
            }
            int prefixLength = answer.prefixLength(path);
            if (prefixLength > longest) {
                longest = prefixLength;
                found = answer.route;
            }
        }
        return found;
    }

    /**
     * Returns the route of a form. The path is in the reason of the record and not in its
     * operation, since clients could otherwise create any number of operations.
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

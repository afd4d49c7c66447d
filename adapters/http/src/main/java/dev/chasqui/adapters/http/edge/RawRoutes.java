package dev.chasqui.adapters.http.edge;

import io.helidon.common.uri.UriPath;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.http.ServerRequest;

/**
 * Routes that are searched at each call, by the path as the client sent it.
 *
 * <p>Helidon decodes a whole path and resolves its dots before it searches for a route, so that
 * {@code a%2F..%2Fb} would lead to another route.
 */
public interface RawRoutes extends PathMatcher {

    /** Returns true if this answers a path, given as it was sent, even by an error. */
    boolean takes(String raw);

    /** Returns the route for a request; it may be one that answers with an error. */
    HttpRoute find(ServerRequest request);

    @Override
    default PathMatchers.MatchResult match(UriPath path) {
        return takes(path.rawPath())
                ? PathMatchers.any().match(path)
                : PathMatchers.MatchResult.notAccepted();
    }

    @Override
    default PathMatchers.PrefixMatchResult prefixMatch(UriPath path) {
        return PathMatchers.PrefixMatchResult.notAccepted();
    }
}

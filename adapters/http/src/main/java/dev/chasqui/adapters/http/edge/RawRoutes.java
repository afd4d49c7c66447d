package dev.chasqui.adapters.http.edge;

import io.helidon.common.uri.UriPath;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.http.ServerRequest;

/**
 * Routes that are looked for at each call, by the path as it was sent.
 *
 * <p>Helidon decodes a path as a whole and resolves its dots before it looks for a route, so that
 * {@code a%2F..%2Fb} would lead elsewhere.
 */
public interface RawRoutes extends PathMatcher {

    /** Whether this has a route, or says why there is none, for a path as it was sent. */
    boolean takes(String raw);

    /** What answers the request: a route, or one that says why there is none. */
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

package dev.chasqui.adapters.http.edge;

import io.helidon.common.uri.UriPath;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;

import java.util.Optional;

/**
 * The path of a route, which also matches with one more slash at its end.
 *
 * @param plain the path without that slash
 */
record TrailingSlashPath(PathMatcher plain) implements PathMatcher {

    TrailingSlashPath(String pattern) {
        this(PathMatchers.create(pattern));
    }

    @Override
    public PathMatchers.MatchResult match(UriPath path) {
        return plain.match(withoutSlash(path));
    }

    private static UriPath withoutSlash(UriPath path) {
        // An encoded slash is a part of a name.
        if (!path.rawPathNoParams().endsWith("/")) {
            return path;
        }
        String decoded = path.path();
        return decoded.length() < 2
                ? path
                : UriPath.createRelative(path, decoded.substring(0, decoded.length() - 1));
    }

    @Override
    public PathMatchers.PrefixMatchResult prefixMatch(UriPath path) {
        return plain.prefixMatch(path);
    }

    @Override
    public Optional<String> matchingElement() {
        return plain.matchingElement();
    }
}

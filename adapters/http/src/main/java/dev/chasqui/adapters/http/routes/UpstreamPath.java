package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.PercentCoding;
import dev.chasqui.domain.failure.FailureException;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A path under {@code /upstream/}: the name of a model, which may hold slashes, and the path behind
 * it.
 *
 * @param model the decoded name of the model
 * @param rest the path on the model's server as the client sent it; begins with a slash
 */
record UpstreamPath(String model, String rest) {
    static final String PREFIX = "/upstream/";

    /**
     * Parses a raw path that begins with the prefix. The name is the longest one that is known,
     * otherwise the first segment. At least one more segment follows it, which may be empty.
     *
     * @return empty if a segment is empty, {@code .} or {@code ..}, or if a segment behind the name
     *     holds an encoded slash
     * @throws FailureException with {@code Invalid} if an escape is malformed
     */
    static Optional<UpstreamPath> of(String raw, Predicate<String> known) {
        List<String> sent = Arrays.asList(raw.substring(PREFIX.length()).split("/", -1));
        List<String> meant = sent.stream().map(PercentCoding::decode).toList();
        int count = sent.size();
        if (count < 2
                || meant.subList(0, count - 1).contains("")
                || meant.contains(".")
                || meant.contains("..")) {
            return Optional.empty();
        }
        int ofModel = 1;
        for (int some = count - 1; some > 1; some--) {
            if (known.test(joined(meant, some))) {
                ofModel = some;
                break;
            }
        }
        if (meant.subList(ofModel, count).stream().anyMatch(UpstreamPath::hidesSlash)) {
            return Optional.empty();
        }
        String rest = "/" + String.join("/", sent.subList(ofModel, count));
        return Optional.of(new UpstreamPath(joined(meant, ofModel), rest));
    }

    private static String joined(List<String> segments, int count) {
        return String.join("/", segments.subList(0, count));
    }

    private static boolean hidesSlash(String segment) {
        return segment.indexOf('/') >= 0 || segment.indexOf('\\') >= 0;
    }
}

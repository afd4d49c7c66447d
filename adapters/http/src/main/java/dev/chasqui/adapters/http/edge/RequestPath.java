package dev.chasqui.adapters.http.edge;

import dev.chasqui.domain.failure.FailureException;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The path of a request as the client sent it. It is split before it is decoded, so that an encoded
 * slash belongs to its segment.
 *
 * @param segments the decoded text after each slash
 */
public record RequestPath(List<String> segments) {

    public RequestPath {
        segments = List.copyOf(segments);
    }

    /**
     * Parses a raw path. It is empty if no route can match, since a segment is empty or an
     * unencoded {@code .} or {@code ..}.
     *
     * @throws FailureException with {@code Invalid} if an escape is malformed
     */
    public static Optional<RequestPath> of(String raw) {
        List<String> segments = Arrays.asList(raw.substring(1).split("/", -1));
        return segments.stream().anyMatch(RequestPath::isNoName)
                ? Optional.empty()
                : Optional.of(
                        new RequestPath(segments.stream().map(PercentCoding::decode).toList()));
    }

    private static boolean isNoName(String segment) {
        return segment.isEmpty() || segment.equals(".") || segment.equals("..");
    }
}

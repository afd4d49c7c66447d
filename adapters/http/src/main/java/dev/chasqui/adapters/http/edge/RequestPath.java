package dev.chasqui.adapters.http.edge;

import dev.chasqui.domain.failure.FailureException;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The path of a request as its sender wrote it: split first and decoded then, so that an encoded
 * slash belongs to its segment.
 *
 * @param segments what stands after each slash, decoded
 */
public record RequestPath(List<String> segments) {

    public RequestPath {
        segments = List.copyOf(segments);
    }

    /**
     * Reads a raw path; empty if it can match nothing, since a segment is empty, or is a dot or two
     * that are not encoded.
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

package dev.chasqui.adapters.http.routes;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The header that names the parts of a request that had no meaning for its backend. */
final class DroppedHeader {
    private static final String NAME = "X-Chasqui-Dropped";
    private static final int MOST_CHARS = 1024;

    private DroppedHeader() {}

    /** Returns the header; empty if nothing was dropped. */
    static Map<String, String> of(List<String> dropped) {
        if (dropped.isEmpty()) {
            return Map.of();
        }
        String names =
                dropped.stream()
                        .map(DroppedHeader::plain)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return Map.of(NAME, names.substring(0, Math.min(MOST_CHARS, names.length())));
    }

    /** Replaces characters that may not be in a header, since the client chose the names. */
    private static String plain(String name) {
        return name.replaceAll("[^!-~]|,", "?");
    }
}

package dev.chasqui.adapters.http.routes;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The header that names what of a request had no meaning for its backend. */
final class DroppedHeader {
    private static final String NAME = "X-Chasqui-Dropped";
    private static final int MOST_CHARS = 1024;

    private DroppedHeader() {}

    /** The header, or none where nothing was dropped. */
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

    /** The names are the client's: no line break or other alphabet of his gets into a header. */
    private static String plain(String name) {
        return name.replaceAll("[^!-~]|,", "?");
    }
}

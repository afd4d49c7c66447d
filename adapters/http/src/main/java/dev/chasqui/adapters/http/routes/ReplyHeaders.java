package dev.chasqui.adapters.http.routes;

import dev.chasqui.application.exchange.journal.Journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The headers of a reply that say what the request has lost on its way to the backend and back, and
 * whether the reply came from a cache.
 */
final class ReplyHeaders {
    /** The header that names the parts of a request that had no meaning for its backend. */
    private static final String DROPPED = "X-Chasqui-Dropped";

    /** The header that names the agents without which the exchange went on. */
    private static final String SKIPPED = "X-Chasqui-Skipped";

    private static final String TRUNCATED = "X-Chasqui-Truncated";
    private static final String CACHE = "X-Chasqui-Cache";
    private static final int MOST_CHARS = 1024;

    private ReplyHeaders() {}

    /** Returns the headers; empty if there is nothing to say. */
    static Map<String, String> of(Journal journal) {
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> dropped = journal.dropped();
        if (!dropped.isEmpty()) {
            headers.put(DROPPED, names(dropped));
        }
        if (journal.leftOut() > 0) {
            headers.put(TRUNCATED, Integer.toString(journal.leftOut()));
        }
        List<String> skipped = journal.skipped();
        if (!skipped.isEmpty()) {
            headers.put(SKIPPED, names(skipped));
        }
        journal.cache().ifPresent(result -> headers.put(CACHE, plain(result)));
        return headers;
    }

    /** Returns the headers of a backend's answer with ours beside them. */
    static Map<String, String> beside(Map<String, String> answer, Journal journal) {
        Map<String, String> own = of(journal);
        if (own.isEmpty()) {
            return answer;
        }
        Map<String, String> all = new LinkedHashMap<>(answer);
        all.putAll(own);
        return all;
    }

    private static String names(List<String> dropped) {
        String names =
                dropped.stream()
                        .map(ReplyHeaders::plain)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return names.substring(0, Math.min(MOST_CHARS, names.length()));
    }

    /** Replaces characters that may not be in a header, since the client chose the names. */
    private static String plain(String name) {
        return name.replaceAll("[^!-~]|,", "?");
    }
}

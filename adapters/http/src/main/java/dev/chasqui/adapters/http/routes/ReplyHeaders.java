package dev.chasqui.adapters.http.routes;

import dev.chasqui.application.exchange.Journal;

import java.util.HashMap;
import java.util.Map;

/** The headers of a reply that say what the request has lost on its way to the backend. */
final class ReplyHeaders {
    private static final String TRUNCATED = "X-Chasqui-Truncated";

    private ReplyHeaders() {}

    /** Returns the headers; empty if nothing was lost. */
    static Map<String, String> of(Journal journal) {
        Map<String, String> dropped = DroppedHeader.of(journal.dropped());
        int leftOut = journal.leftOut();
        if (leftOut == 0) {
            return dropped;
        }
        Map<String, String> headers = new HashMap<>(dropped);
        headers.put(TRUNCATED, Integer.toString(leftOut));
        return headers;
    }
}

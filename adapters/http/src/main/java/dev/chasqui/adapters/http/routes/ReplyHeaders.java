package dev.chasqui.adapters.http.routes;

import dev.chasqui.application.exchange.journal.AskedBackends;
import dev.chasqui.application.exchange.journal.Journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * The headers of a reply that say which backend answered, why and at what cost, what the request
 * has lost on its way there and back, and whether the reply came from a cache.
 */
public final class ReplyHeaders {
    /** The header that names the parts of a request that had no meaning for its backend. */
    private static final String DROPPED = "X-Chasqui-Dropped";

    /** The header that names the agents without which the exchange went on. */
    private static final String SKIPPED = "X-Chasqui-Skipped";

    private static final String BACKEND = "X-Chasqui-Backend";
    private static final String BACKEND_TYPE = "X-Chasqui-Backend-Type";
    private static final String COST_ESTIMATED = "X-Chasqui-Cost-Estimated";
    private static final String ZONE = "X-Chasqui-Zone";

    /** The header that says why a request stays in this network. */
    private static final String HELD = "X-Chasqui-Kept-Inside";

    private static final String ROUTE_REASON = "X-Chasqui-Route-Reason";
    private static final String FALLBACK_MODEL = "X-Chasqui-Fallback-Model";
    private static final String TRUNCATED = "X-Chasqui-Truncated";

    /** The header with the number of a session's stored messages that the model did not get. */
    private static final String SESSION_LEFT_OUT = "X-Chasqui-Session-Left-Out";

    private static final String CACHE = "X-Chasqui-Cache";
    private static final int MOST_CHARS = 1024;

    private ReplyHeaders() {}

    /** Returns the headers; empty if there is nothing to say. */
    public static Map<String, String> of(Journal journal) {
        Map<String, String> headers = new LinkedHashMap<>();
        AskedBackends backends = journal.backends();
        Optional<String> reason = backends.routeReason();
        if (reason.isPresent()) {
            backends.name().ifPresent(name -> headers.put(BACKEND, plain(name)));
            backends.zone()
                    .ifPresent(zone -> headers.put(ZONE, zone.name().toLowerCase(Locale.ROOT)));
            backends.type().ifPresent(type -> headers.put(BACKEND_TYPE, plain(type)));
            headers.put(ROUTE_REASON, sentence(reason.get()));
            backends.cost().ifPresent(cost -> headers.put(COST_ESTIMATED, cost.toString()));
            backends.fallback().ifPresent(model -> headers.put(FALLBACK_MODEL, plain(model)));
        }
        backends.held().ifPresent(why -> headers.put(HELD, sentence(why)));
        List<String> dropped = journal.dropped();
        if (!dropped.isEmpty()) {
            headers.put(DROPPED, names(dropped));
        }
        if (journal.leftOut() > 0) {
            headers.put(TRUNCATED, Integer.toString(journal.leftOut()));
        }
        if (backends.leftOut() > 0) {
            headers.put(SESSION_LEFT_OUT, Long.toString(backends.leftOut()));
        }
        List<String> skipped = journal.agents().skipped();
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

    /** Replaces characters that may not be in a header, since the config may name anything. */
    private static String sentence(String text) {
        String printable = cleaned(text, one -> one >= ' ' && one <= '~');
        return printable.substring(0, Math.min(MOST_CHARS, printable.length()));
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
        return cleaned(name, one -> one > ' ' && one <= '~' && one != ',');
    }

    private static String cleaned(String text, IntPredicate mayStay) {
        for (int i = 0; i < text.length(); i++) {
            if (!mayStay.test(text.charAt(i))) {
                return replaced(text, mayStay);
            }
        }
        return text;
    }

    private static String replaced(String text, IntPredicate mayStay) {
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints().forEach(one -> cleaned.appendCodePoint(mayStay.test(one) ? one : '?'));
        return cleaned.toString();
    }
}

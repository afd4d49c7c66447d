package dev.chasqui.adapters.http.routes.ledger;

import dev.chasqui.application.port.callers.LedgerEntry;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A ledger entry as a line of CSV. */
final class LedgerRow {
    private LedgerRow() {}

    /** Returns the names of the columns of {@link #csv}, as a line. */
    static String csvHeading() {
        return "id,request_id,at,user,key,teams,dialect,kind,model,used_model,backend,zone,agents,"
                + "status,latency_ms,first_event_ms,bytes_in,bytes_out,prompt_tokens,"
                + "completion_tokens,cached_tokens,estimated,cost\r\n";
    }

    /** Returns an entry as a line of CSV; several names in one field are parted by spaces. */
    static String csv(LedgerEntry entry) {
        return List.of(
                                quoted(entry.id()),
                                quoted(entry.requestId()),
                                entry.at().toString(),
                                quoted(entry.user()),
                                quoted(entry.key().orElse("")),
                                quoted(String.join(" ", entry.teams())),
                                quoted(entry.dialect()),
                                quoted(entry.kind()),
                                quoted(entry.model().orElse("")),
                                quoted(entry.used().orElse("")),
                                quoted(entry.backend().orElse("")),
                                entry.zone().map(LedgerQuestion::word).orElse(""),
                                quoted(String.join(" ", entry.agents())),
                                Integer.toString(entry.status()),
                                Long.toString(entry.latency().toMillis()),
                                entry.firstEvent()
                                        .map(Duration::toMillis)
                                        .map(String::valueOf)
                                        .orElse(""),
                                Long.toString(entry.bytesIn()),
                                Long.toString(entry.bytesOut()),
                                Long.toString(entry.promptTokens()),
                                Long.toString(entry.completionTokens()),
                                Long.toString(entry.cachedTokens()),
                                Boolean.toString(entry.estimated()),
                                entry.cost().toString())
                        .stream()
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /**
     * Returns a text as a field. An apostrophe precedes one that a spreadsheet would take for a
     * formula, since clients choose some of the names.
     */
    private static String quoted(String text) {
        String plain =
                !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean special = plain.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ');
        return special ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
    }
}

package dev.chasqui.adapters.http.routes.ledger;

import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A ledger entry as JSON and as a line of CSV. */
final class LedgerRow {
    private LedgerRow() {}

    /** Returns an entry as JSON; members without a value are left out. */
    static Json.Obj json(LedgerEntry entry) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("id", Json.of(entry.id()));
        members.put("request_id", Json.of(entry.requestId()));
        members.put("at", Json.of(entry.at().toString()));
        members.put("user", Json.of(entry.user()));
        entry.key().ifPresent(key -> members.put("key", Json.of(key)));
        if (!entry.teams().isEmpty()) {
            members.put("teams", texts(entry.teams()));
        }
        members.put("dialect", Json.of(entry.dialect()));
        members.put("kind", Json.of(entry.kind()));
        entry.model().ifPresent(model -> members.put("model", Json.of(model)));
        entry.used().ifPresent(used -> members.put("used_model", Json.of(used)));
        entry.backend().ifPresent(backend -> members.put("backend", Json.of(backend)));
        entry.zone().ifPresent(zone -> members.put("zone", Json.of(LedgerQuestion.word(zone))));
        if (!entry.agents().isEmpty()) {
            members.put("agents", texts(entry.agents()));
        }
        members.put("status", Json.of(entry.status()));
        members.put("latency_ms", Json.of(entry.latency().toMillis()));
        entry.firstEvent()
                .ifPresent(time -> members.put("first_event_ms", Json.of(time.toMillis())));
        members.put("bytes_in", Json.of(entry.bytesIn()));
        members.put("bytes_out", Json.of(entry.bytesOut()));
        members.put("prompt_tokens", Json.of(entry.promptTokens()));
        members.put("completion_tokens", Json.of(entry.completionTokens()));
        members.put("cached_tokens", Json.of(entry.cachedTokens()));
        members.put("estimated", Json.of(entry.estimated()));
        members.put("cost", money(entry.cost()));
        entry.content()
                .ifPresent(
                        content -> {
                            members.put("question", Json.of(content.question()));
                            members.put("answer", Json.of(content.answer()));
                        });
        return new Json.Obj(members);
    }

    static Json money(Money amount) {
        return new Json.Num(amount.toString());
    }

    private static Json.Arr texts(List<String> texts) {
        return new Json.Arr(texts.stream().<Json>map(Json::of).toList());
    }

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

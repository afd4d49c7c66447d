package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A ledger entry as JSON. */
public final class LedgerJson {
    private LedgerJson() {}

    /** Returns an entry as JSON; members without a value are left out. */
    public static Json.Obj json(LedgerEntry entry) {
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
        entry.zone()
                .ifPresent(
                        zone -> members.put("zone", Json.of(zone.name().toLowerCase(Locale.ROOT))));
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

    /** Returns an amount of money as a number. */
    public static Json money(Money amount) {
        return new Json.Num(amount.toString());
    }

    private static Json.Arr texts(List<String> texts) {
        return new Json.Arr(texts.stream().<Json>map(Json::of).toList());
    }
}

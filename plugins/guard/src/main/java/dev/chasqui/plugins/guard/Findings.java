package dev.chasqui.plugins.guard;

import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.text.Printable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The counts of the findings in one request, never with their content. Used by one thread. */
final class Findings {
    private final Map<Kind, Integer> data = new EnumMap<>(Kind.class);
    private final Map<InjectionKind, Integer> injections = new EnumMap<>(InjectionKind.class);
    private int unreadable;

    void add(Kind kind) {
        data.merge(kind, 1, Integer::sum);
    }

    void add(InjectionKind kind) {
        injections.merge(kind, 1, Integer::sum);
    }

    void unreadable(int parts) {
        unreadable = parts;
    }

    boolean isEmpty() {
        return data.isEmpty() && injections.isEmpty() && unreadable == 0;
    }

    boolean hasData() {
        return !data.isEmpty();
    }

    boolean hasInjections() {
        return !injections.isEmpty();
    }

    boolean hasUnreadable() {
        return unreadable > 0;
    }

    /** Returns the value of the note for programs. */
    Json note(Zone zone, GuardRules rules) {
        Map<String, Json> note = new LinkedHashMap<>();
        note.put("zone", Json.of(lower(zone)));
        if (hasData()) {
            note.put("data", counts(rules.data(), data));
        }
        if (hasInjections()) {
            note.put("injections", counts(rules.injections(), injections));
        }
        if (hasUnreadable()) {
            note.put("unreadable", Json.of(unreadable));
        }
        return new Json.Obj(note);
    }

    /** Returns the line of the audit. */
    String line(Exchange exchange, Zone zone, GuardRules rules) {
        List<String> words = new ArrayList<>();
        words.add("guard exchange=" + Printable.of(exchange.id()));
        words.add("caller=" + Printable.of(exchange.caller().name()));
        words.add("zone=" + lower(zone));
        words.add(counts(rules));
        return String.join(" ", words).strip();
    }

    /** Returns the modes and the counts by kind; empty text if nothing was found. */
    String counts(GuardRules rules) {
        List<String> words = new ArrayList<>();
        if (hasData()) {
            words.add("data=" + lower(rules.data()));
            data.forEach((kind, count) -> words.add(lower(kind) + "=" + count));
        }
        if (hasInjections()) {
            words.add("injections=" + lower(rules.injections()));
            injections.forEach((kind, count) -> words.add(lower(kind) + "=" + count));
        }
        if (hasUnreadable()) {
            words.add("unreadable=" + unreadable);
        }
        return String.join(" ", words);
    }

    /** Returns the kinds and counts of the data in plain words. */
    String dataInWords() {
        return data.entrySet().stream()
                .map(each -> each.getKey().words() + " (" + each.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    /** Returns the kinds of the injections in plain words. */
    String injectionsInWords() {
        return injections.keySet().stream()
                .map(InjectionKind::words)
                .collect(Collectors.joining(", "));
    }

    private static <K extends Enum<K>> Json counts(Mode mode, Map<K, Integer> counts) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("mode", Json.of(lower(mode)));
        counts.forEach((kind, count) -> members.put(lower(kind), Json.of(count)));
        return new Json.Obj(members);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

package dev.chasqui.plugins.rag.filestore;

import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.util.Optional;

/** The members that the facts of several things have in common. */
final class FactsJson {
    private FactsJson() {}

    static Json.Obj with(Json.Obj facts, String name, Optional<String> value) {
        return value.map(text -> facts.with(name, Json.of(text))).orElse(facts);
    }

    static Optional<Long> number(Json.Obj facts, String name) {
        return facts.get(name).orElse(Json.Null.NULL) instanceof Json.Num number
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    /** Returns a time in milliseconds since 1970. */
    static Optional<Instant> time(Json.Obj facts, String name) {
        return number(facts, name).map(Instant::ofEpochMilli);
    }
}

package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.json.Json;

import java.util.Optional;

/** The body that a request was decoded from. */
record BodySource(BodyScan scan, Dialect dialect) implements Source {
    @Override
    public Optional<Json> member(String name) {
        return scan.value(name);
    }
}

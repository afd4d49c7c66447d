package dev.chasqui.adapters.http.routes.registry;

import dev.chasqui.application.port.registry.ServerKind;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A list of values for each kind of server. Not safe for use by several threads. */
final class ByKind {
    private final Map<ServerKind, List<Json>> values = new EnumMap<>(ServerKind.class);

    void add(ServerKind kind, Json value) {
        values.computeIfAbsent(kind, _ -> new ArrayList<>()).add(value);
    }

    /** Returns the lists by the words of their kinds. */
    Json.Obj toJson() {
        Map<String, Json> members = new LinkedHashMap<>();
        values.forEach((kind, list) -> members.put(kind.word(), new Json.Arr(list)));
        return new Json.Obj(members);
    }
}

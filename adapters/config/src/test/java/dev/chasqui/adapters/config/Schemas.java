package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.NodeReader;
import dev.chasqui.adapters.config.reading.Problems;
import dev.chasqui.domain.json.Json;

import java.util.Map;
import java.util.Objects;

/** Access to parts of our schema. */
final class Schemas {
    private Schemas() {}

    /** Returns the schema at the root of the project. */
    static Json.Obj ours() {
        return parse(ConfigReader.schema());
    }

    static Json.Obj parse(String json) {
        return NodeReader.read("test", json, new Problems()).json();
    }

    /** Resolves a {@code $ref}, which names a definition in the same file. */
    static Json.Obj resolve(Json.Obj root, Json reference) {
        String name = ((Json.Str) reference).value().replace("#/$defs/", "");
        return (Json.Obj) ((Json.Obj) root.get("$defs").orElseThrow()).get(name).orElseThrow();
    }

    static Map<String, Json> properties(Json.Obj schema) {
        return schema.get("properties").map(Json.Obj.class::cast).orElse(Json.Obj.EMPTY).members();
    }

    static Json.Obj property(Json.Obj schema, String name) {
        return (Json.Obj) Objects.requireNonNull(properties(schema).get(name), name);
    }

    static boolean isRequired(Json.Obj schema, String name) {
        return schema.get("required").orElse(Json.Arr.EMPTY) instanceof Json.Arr(var names)
                && names.contains(Json.of(name));
    }
}

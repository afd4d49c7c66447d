package dev.chasqui.bootstrap.config;

import dev.chasqui.domain.binding.RecordSchema;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.json.Json;

import java.util.Map;

/** The generator of the configuration's JSON Schema. */
final class ConfigSchema {
    private static final String INTRODUCTION =
            "Every key has a default; an empty object, or no file at all, is a working"
                + " configuration. Durations are strings such as \"500ms\", \"10s\" or \"1h30m\","
                + " or a number of seconds; sizes are strings such as \"32MiB\" (1024) or \"20GB\""
                + " (1000), or a number of bytes. Paths are relative to the folder that the server"
                + " is started in. Secrets are never written here: apiKeyEnv and apiKeyFile say"
                + " where they are.";

    private final Map<String, Class<? extends Record>> sections;

    /**
     * @param sections the records of the agents' sections, by the agents' names
     */
    ConfigSchema(Map<String, Class<? extends Record>> sections) {
        this.sections = sections;
    }

    /** Returns the schema for a record that contains all others. */
    Json.Obj of(Class<? extends Record> whole) {
        Json.Obj described = new RecordSchema(agents()).object(RecordType.of(whole));
        Json.Obj properties = (Json.Obj) described.get("properties").orElseThrow();
        Json.Obj schema =
                type("string")
                        .with(
                                "description",
                                Json.of(
                                        "Where this schema is, for editors. The server does not"
                                                + " read it."));
        return Json.Obj.EMPTY
                .with("$schema", Json.of("https://json-schema.org/draft/2020-12/schema"))
                .with("title", Json.of("Chasqui's config.json"))
                .with("description", Json.of(INTRODUCTION))
                .withAll(
                        described.with(
                                "properties",
                                Json.Obj.EMPTY.with("$schema", schema).withAll(properties)))
                .with("$defs", RecordSchema.definitions());
    }

    /** Returns the schema of the known sections, beside others that only their agents know. */
    private Json.Obj agents() {
        RecordSchema generator = new RecordSchema();
        Json.Obj properties = Json.Obj.EMPTY;
        for (Map.Entry<String, Class<? extends Record>> section : sections.entrySet()) {
            String name = section.getKey();
            properties =
                    properties.with(
                            name,
                            RecordSchema.described(
                                    generator.object(RecordType.of(section.getValue())),
                                    "What /" + name + " does when it is not told otherwise."));
        }
        return type("object")
                .with("properties", properties)
                .with("additionalProperties", type("object"));
    }

    private static Json.Obj type(String name) {
        return Json.Obj.EMPTY.with("type", Json.of(name));
    }
}

package dev.chasqui.bootstrap.config;

import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.binding.Slot;
import dev.chasqui.domain.binding.TextRule;
import dev.chasqui.domain.binding.ValueType;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    private static final Json.Obj DURATION =
            oneOf(
                    type("string")
                            .with(
                                    "pattern",
                                    Json.of(
                                            "^(?=.)([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?"
                                                    + "([0-9]{1,9}s)?([0-9]{1,12}ms)?$")),
                    type("number").with("minimum", Json.of(0)));

    private static final Json.Obj SIZE =
            oneOf(
                    type("string")
                            .with(
                                    "pattern",
                                    Json.of("^[0-9]{1,15}(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?$")),
                    type("integer").with("minimum", Json.of(0)));

    private static final Json.Obj TEXTS =
            type("array").with("items", type("string").with("minLength", Json.of(1)));

    private final Map<String, Class<? extends Record>> sections;

    /**
     * @param sections the records of the agents' sections, by the agents' names
     */
    ConfigSchema(Map<String, Class<? extends Record>> sections) {
        this.sections = sections;
    }

    /** Returns the schema for a record that contains all others. */
    Json.Obj of(Class<? extends Record> whole) {
        Json.Obj described = object(RecordType.of(whole));
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
                .with(
                        "$defs",
                        Json.Obj.EMPTY
                                .with("duration", DURATION)
                                .with("size", SIZE)
                                .with("texts", TEXTS));
    }

    private Json.Obj object(RecordType<?> type) {
        Json.Obj properties = Json.Obj.EMPTY;
        List<Json> required = new ArrayList<>();
        for (Slot slot : type.slots()) {
            properties = properties.with(slot.name(), property(slot));
            if (slot.isRequired()) {
                required.add(Json.of(slot.name()));
            }
        }
        Json.Obj object = type("object").with("properties", properties);
        return (required.isEmpty() ? object : object.with("required", new Json.Arr(required)))
                .with("additionalProperties", Json.of(false));
    }

    private Json.Obj property(Slot slot) {
        return withDefault(slot, described(value(slot, slot.type()), KeyText.plain(slot)));
    }

    /** Returns a schema with a description behind its type. */
    private static Json.Obj described(Json.Obj schema, String description) {
        Map.Entry<String, Json> type = schema.members().entrySet().iterator().next();
        return Json.Obj.EMPTY
                .with(type.getKey(), type.getValue())
                .with("description", Json.of(description))
                .withAll(schema);
    }

    private static Json.Obj withDefault(Slot slot, Json.Obj property) {
        return switch (slot.type()) {
            case ValueType.Many(ValueType.Scalar _) ->
                    property.with(
                            "default",
                            slot.fallback().isEmpty()
                                    ? Json.Arr.EMPTY
                                    : new Json.Arr(List.of(Json.of(slot.fallback()))));
            case ValueType.Scalar single when !slot.fallback().isEmpty() ->
                    property.with("default", written(single, slot.fallback()));
            default -> property;
        };
    }

    private static Json written(ValueType.Scalar type, String text) {
        return switch (type) {
            case ValueType.Whole _, ValueType.Decimal _ -> new Json.Num(text);
            case ValueType.Flag _ -> Json.of(Boolean.parseBoolean(text));
            default -> Json.of(text);
        };
    }

    private Json.Obj value(Slot slot, ValueType type) {
        return switch (type) {
            case ValueType.Scalar single -> single(slot, single);
            case ValueType.Maybe(ValueType item) -> value(slot, item);
            case ValueType.Many(ValueType.Text _) ->
                    slot.rule()
                            .pattern()
                            .map(
                                    pattern ->
                                            reference("texts")
                                                    .with(
                                                            "items",
                                                            Json.Obj.EMPTY.with(
                                                                    "pattern", Json.of(pattern))))
                            .orElse(reference("texts"));
            case ValueType.Many(ValueType item) -> type("array").with("items", value(slot, item));
            case ValueType.Table(ValueType.Open _) -> agents();
            case ValueType.Table(ValueType item) ->
                    type("object").with("additionalProperties", value(slot, item));
            case ValueType.Section(Class<? extends Record> section) ->
                    object(RecordType.of(section));
            case ValueType.Open _ -> type("object");
        };
    }

    /** Returns the schema of the known sections, beside others that only their agents know. */
    private Json.Obj agents() {
        Json.Obj properties = Json.Obj.EMPTY;
        for (Map.Entry<String, Class<? extends Record>> section : sections.entrySet()) {
            String name = section.getKey();
            properties =
                    properties.with(
                            name,
                            described(
                                    object(RecordType.of(section.getValue())),
                                    "What /" + name + " does when it is not told otherwise."));
        }
        return type("object")
                .with("properties", properties)
                .with("additionalProperties", type("object"));
    }

    private static Json.Obj single(Slot slot, ValueType.Scalar type) {
        return switch (type) {
            case ValueType.Text _, ValueType.File _ -> text(slot.rule());
            case ValueType.Formed(_, _, java.net.URI _) ->
                    text(slot.rule()).with("format", Json.of("uri"));
            case ValueType.Formed _ -> text(slot.rule());
            case ValueType.Whole _ -> bounded(slot, type("integer"));
            case ValueType.Decimal _ -> bounded(slot, type("number"));
            case ValueType.Flag _ -> type("boolean");
            case ValueType.Span _ -> reference("duration");
            case ValueType.Size _ -> reference("size");
            case ValueType.Choice(List<? extends Enum<?>> constants) ->
                    type("string")
                            .with(
                                    "enum",
                                    new Json.Arr(
                                            constants.stream()
                                                    .map(
                                                            constant ->
                                                                    constant.name()
                                                                            .toLowerCase(
                                                                                    Locale.ROOT))
                                                    .map(Json::of)
                                                    .toList()));
        };
    }

    private static Json.Obj text(TextRule rule) {
        return rule.pattern()
                .map(pattern -> type("string").with("pattern", Json.of(pattern)))
                .orElse(type("string"));
    }

    private static Json.Obj bounded(Slot slot, Json.Obj number) {
        Json.Obj bounded = number;
        if (slot.bounds().least().isPresent()) {
            bounded = bounded.with("minimum", new Json.Num(slot.bounds().least().get().toString()));
        }
        if (slot.bounds().most().isPresent()) {
            bounded = bounded.with("maximum", new Json.Num(slot.bounds().most().get().toString()));
        }
        return bounded;
    }

    private static Json.Obj type(String name) {
        return Json.Obj.EMPTY.with("type", Json.of(name));
    }

    private static Json.Obj reference(String name) {
        return Json.Obj.EMPTY.with("$ref", Json.of("#/$defs/" + name));
    }

    private static Json.Obj oneOf(Json one, Json other) {
        return Json.Obj.EMPTY.with("oneOf", new Json.Arr(List.of(one, other)));
    }
}

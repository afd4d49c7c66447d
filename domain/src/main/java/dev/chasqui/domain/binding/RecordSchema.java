package dev.chasqui.domain.binding;

import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The generator of the JSON Schema of what a record is filled in from. Safe for use by several
 * threads.
 */
public final class RecordSchema {
    private static final Json DIALECT = Json.of("https://json-schema.org/draft/2020-12/schema");

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

    private final Json.Obj open;

    /** Makes a generator to which any object is valid where a record has one without a type. */
    public RecordSchema() {
        this(type("object").with("additionalProperties", type("object")));
    }

    /**
     * Makes a generator.
     *
     * @param open the schema of a table of objects whose members are checked elsewhere
     */
    public RecordSchema(Json.Obj open) {
        this.open = open;
    }

    /** Returns the schema of a record as a document of its own, with {@link #definitions}. */
    public Json.Obj document(RecordType<?> type) {
        return Json.Obj.EMPTY
                .with("$schema", DIALECT)
                .withAll(object(type))
                .with("$defs", definitions());
    }

    /** Returns the schemas that others refer to, for the member {@code $defs} of a document. */
    public static Json.Obj definitions() {
        return Json.Obj.EMPTY.with("duration", DURATION).with("size", SIZE).with("texts", TEXTS);
    }

    /**
     * Returns the schema of a record, which refers to {@link #definitions}. A record within itself
     * is an object of any content.
     */
    public Json.Obj object(RecordType<?> type) {
        return object(type, List.of());
    }

    private Json.Obj object(RecordType<?> type, List<Class<?>> around) {
        List<Class<?>> within = new ArrayList<>(around);
        within.add(type.type());
        Json.Obj properties = Json.Obj.EMPTY;
        List<Json> required = new ArrayList<>();
        Json others = Json.of(false);
        for (Slot slot : type.slots()) {
            if (slot.others() && slot.type() instanceof ValueType.Table(ValueType item)) {
                others = described(value(slot, item, within), KeyText.plain(slot));
                continue;
            }
            properties = properties.with(slot.name(), property(slot, within));
            if (slot.isRequired()) {
                required.add(Json.of(slot.name()));
            }
        }
        Json.Obj object = type("object").with("properties", properties);
        return (required.isEmpty() ? object : object.with("required", new Json.Arr(required)))
                .with("additionalProperties", others);
    }

    private Json.Obj property(Slot slot, List<Class<?>> within) {
        return withDefault(slot, described(value(slot, slot.type(), within), KeyText.plain(slot)));
    }

    /** Returns a schema with a description behind its type. */
    public static Json.Obj described(Json.Obj schema, String description) {
        if (description.isEmpty()) {
            return schema;
        }
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

    private Json.Obj value(Slot slot, ValueType type, List<Class<?>> within) {
        return switch (type) {
            case ValueType.Scalar single -> single(slot, single);
            case ValueType.Maybe(ValueType item) -> value(slot, item, within);
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
            case ValueType.Many(ValueType item) ->
                    type("array").with("items", value(slot, item, within));
            case ValueType.Table(ValueType.Open _) -> open;
            case ValueType.Table(ValueType item) ->
                    type("object").with("additionalProperties", value(slot, item, within));
            case ValueType.Section(Class<? extends Record> section) ->
                    within.contains(section)
                            ? type("object")
                            : object(RecordType.of(section), within);
            case ValueType.Open _ -> type("object");
        };
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

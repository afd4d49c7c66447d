package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.ConfigPositions;
import dev.chasqui.domain.binding.Durations;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.HubModel;
import dev.chasqui.domain.size.ByteSize;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A comparison of the config's records with the schema, which notes each difference. */
final class SchemaWalk {
    private static final Set<Type> TEXTS =
            Set.of(String.class, Path.class, URI.class, HubModel.class);

    private final Json.Obj schema;
    private final List<String> differences = new ArrayList<>();

    SchemaWalk(Json.Obj schema) {
        this.schema = schema;
    }

    /**
     * @param config a config with defaults everywhere, and one entry in each list of objects
     */
    List<String> differences(Config config) {
        Set<String> members = new LinkedHashSet<>(Schemas.properties(schema).keySet());
        members.remove("$schema");
        compareRecord(config, schema, members, "");
        return differences;
    }

    private void compareRecord(Record values, Json.Obj object, Set<String> members, String path) {
        RecordComponent[] all = values.getClass().getRecordComponents();
        List<RecordComponent> components =
                Arrays.stream(all).filter(component -> !takesOthers(component)).toList();
        List<String> names = components.stream().map(RecordComponent::getName).toList();
        compare(path, "keys", List.copyOf(members), names);
        compare(path, "type", object.text("type"), Optional.of("object"));
        compare(
                path,
                "additionalProperties",
                object.get("additionalProperties").filter(Json.Bool.class::isInstance),
                components.size() == all.length ? Optional.of(Json.of(false)) : Optional.empty());
        for (RecordComponent component : components) {
            String name = component.getName();
            if (Schemas.properties(object).get(name) instanceof Json.Obj property) {
                compareComponent(
                        component.getGenericType(),
                        valueOf(component, values),
                        property,
                        Schemas.isRequired(object, name),
                        ConfigPositions.join(path, name));
            }
        }
    }

    private static boolean takesOthers(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        return key != null && key.others();
    }

    private void compareComponent(
            Type type, Object value, Json.Obj property, boolean required, String path) {
        if (property.text("description").filter(text -> text.endsWith(".")).isEmpty()) {
            differences.add(path + ": no description");
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            compare(path, "default", property.get("default"), Optional.empty());
            compareType(generic.getActualTypeArguments()[0], property, path);
            return;
        }
        switch (value) {
            case Record nested when !(value instanceof ByteSize) ->
                    compareRecord(nested, property, Schemas.properties(property).keySet(), path);
            case List<?> list when !(itemType(type) == String.class) -> {
                compare(path, "type", property.text("type"), Optional.of("array"));
                Json.Obj items = (Json.Obj) property.get("items").orElseThrow();
                list.forEach(
                        item ->
                                compareRecord(
                                        (Record) item,
                                        items,
                                        Schemas.properties(items).keySet(),
                                        path + "[]"));
            }
            case Map<?, ?> named when namedRecords(type) -> {
                compare(path, "type", property.text("type"), Optional.of("object"));
                Json.Obj values = (Json.Obj) property.get("additionalProperties").orElseThrow();
                named.values()
                        .forEach(
                                one ->
                                        compareRecord(
                                                (Record) one,
                                                values,
                                                Schemas.properties(values).keySet(),
                                                path + ".NAME"));
            }
            case Map<?, ?> ignored -> {
                compare(path, "type", property.text("type"), Optional.of("object"));
                Json.Obj values = (Json.Obj) property.get("additionalProperties").orElseThrow();
                Type valueType = ((ParameterizedType) type).getActualTypeArguments()[1];
                compareType(valueType, values, path + ".NAME");
            }
            default -> {
                compareType(type, property, path);
                compare(
                        path,
                        "default",
                        property.get("default"),
                        required ? Optional.empty() : Optional.of(written(value)));
            }
        }
    }

    private void compareType(Type type, Json.Obj property, String path) {
        if (type == Duration.class || type == ByteSize.class || type instanceof ParameterizedType) {
            String name =
                    type == Duration.class ? "duration" : type == ByteSize.class ? "size" : "texts";
            compare(path, "$ref", property.text("$ref"), Optional.of("#/$defs/" + name));
            return;
        }
        compare(path, "type", property.text("type"), Optional.of(schemaType(type)));
        if (type instanceof Class<?> enumType && enumType.isEnum()) {
            List<Json> constants =
                    Arrays.stream(enumType.getEnumConstants()).map(SchemaWalk::written).toList();
            compare(path, "enum", property.get("enum"), Optional.of(new Json.Arr(constants)));
        }
    }

    private static String schemaType(Type type) {
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type == int.class || type == Integer.class) {
            return "integer";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        if (type == Json.Obj.class) {
            return "object";
        }
        boolean text = TEXTS.contains(type);
        if (text || (type instanceof Class<?> enumType && enumType.isEnum())) {
            return "string";
        }
        throw new AssertionError("type that the test does not know: " + type);
    }

    /** Returns a default as the schema writes it. */
    private static Json written(Object value) {
        return switch (value) {
            case Boolean flag -> Json.of(flag);
            case Integer number -> Json.of(number);
            case Double number -> new Json.Num(number.toString());
            case Duration duration -> Json.of(Durations.text(duration));
            case Enum<?> constant -> Json.of(constant.name().toLowerCase(Locale.ROOT));
            case Path path -> Json.of(path.toString().replace('\\', '/'));
            case List<?> list -> new Json.Arr(list.stream().map(SchemaWalk::written).toList());
            default -> Json.of(value.toString());
        };
    }

    private static boolean namedRecords(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[1] instanceof Class<?> value
                && Record.class.isAssignableFrom(value)
                && value != Json.Obj.class;
    }

    private static Type itemType(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    private static Object valueOf(RecordComponent component, Record values) {
        try {
            return component.getAccessor().invoke(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("an accessor failed: " + component, e);
        }
    }

    private void compare(String path, String what, Object inSchema, Object inRecord) {
        if (!inSchema.equals(inRecord)) {
            differences.add(
                    path + ": " + what + " " + inSchema + " (records say: " + inRecord + ")");
        }
    }
}

package dev.chasqui.domain.binding;

import dev.chasqui.domain.binding.RecordType.Slot;
import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Fills in records from JSON, whether it was written as such or made of a command's arguments. */
public final class RecordReader {
    /** Of what a value may be written. */
    public enum Source {
        /** JSON: a number is a number and a text has quotes. */
        CONFIG,
        /** Text for everything, as people type it. */
        TYPED
    }

    private final Source source;
    private final ScalarParser scalars;

    /**
     * @param folder what a relative path starts from
     */
    public RecordReader(Source source, Path folder) {
        this.source = source;
        this.scalars = new ScalarParser(folder);
    }

    /**
     * @param where the place of the object, for messages; empty if it is the whole
     * @throws Mistake if something is missing, unknown, of a wrong type or against the record's own
     *     rules
     */
    public <R extends Record> R read(RecordType<R> type, Json.Obj object, String where) {
        List<Mistake> mistakes = new ArrayList<>();
        for (String name : object.members().keySet()) {
            if (type.slot(name).isEmpty()) {
                mistakes.add(
                        new Mistake(
                                within(where, Quoting.shorten(name)),
                                "unknown" + Nearest.hint(name, type.names())));
            }
        }
        List<Object> values = new ArrayList<>();
        for (Slot slot : type.slots()) {
            Optional<Json> given =
                    object.get(slot.name()).filter(value -> !(value instanceof Json.Null));
            String place = within(where, slot.name());
            try {
                values.add(
                        given.isPresent()
                                ? value(slot.type(), given.get(), place)
                                : absent(slot, place));
            } catch (Mistake mistake) {
                mistakes.addAll(mistake.all());
            }
        }
        if (!mistakes.isEmpty()) {
            throw Mistake.of(mistakes);
        }
        try {
            return type.make(values);
        } catch (IllegalArgumentException refused) {
            throw new Mistake(where, String.valueOf(refused.getMessage()));
        }
    }

    /** The value of a slot for which nothing was written. */
    public Object absent(Slot slot, String where) {
        if (!slot.fallback().isEmpty()) {
            return fallback(slot.type(), slot.fallback(), where);
        }
        return switch (slot.type()) {
            case ValueType.Many ignored -> List.of();
            case ValueType.Maybe ignored -> Optional.empty();
            case ValueType.Table ignored -> Map.of();
            case ValueType.Section(Class<? extends Record> section) ->
                    read(RecordType.of(section), Json.Obj.EMPTY, where);
            case ValueType.Scalar scalar ->
                    throw new Mistake(where, "missing (expected: " + scalar.description() + ")");
        };
    }

    private Object fallback(ValueType type, String fallback, String where) {
        return switch (type) {
            case ValueType.Scalar scalar -> parsed(scalar, fallback, where);
            case ValueType.Maybe(ValueType item) -> Optional.of(fallback(item, fallback, where));
            case ValueType.Many(ValueType item) ->
                    Stream.of(fallback.split("[,\\s]+", -1))
                            .map(each -> fallback(item, each, where))
                            .toList();
            case ValueType.Table ignored -> throw new Mistake(where, "has a fallback");
            case ValueType.Section ignored -> throw new Mistake(where, "has a fallback");
        };
    }

    private Object value(ValueType type, Json value, String where) {
        return switch (type) {
            case ValueType.Scalar scalar ->
                    parsed(
                            scalar,
                            spelling(scalar, value)
                                    .orElseThrow(() -> wrong(type, value.toString(), where)),
                            where);
            case ValueType.Maybe(ValueType item) -> Optional.of(value(item, value, where));
            case ValueType.Many(ValueType item) -> items(type, item, value, where);
            case ValueType.Table(ValueType item) -> entries(type, item, value, where);
            case ValueType.Section(Class<? extends Record> section) -> {
                if (!(value instanceof Json.Obj object)) {
                    throw wrong(type, value.toString(), where);
                }
                yield read(RecordType.of(section), object, where);
            }
        };
    }

    private Object items(ValueType type, ValueType item, Json value, String where) {
        if (!(value instanceof Json.Arr(List<Json> items))) {
            throw wrong(type, value.toString(), where);
        }
        List<Object> read = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String place = source == Source.CONFIG ? where + "[" + i + "]" : where;
            read.add(value(item, items.get(i), place));
        }
        return List.copyOf(read);
    }

    private Object entries(ValueType type, ValueType item, Json value, String where) {
        if (!(value instanceof Json.Obj(Map<String, Json> members))) {
            throw wrong(type, value.toString(), where);
        }
        Map<String, Object> read = new LinkedHashMap<>();
        members.forEach((name, each) -> read.put(name, value(item, each, within(where, name))));
        return java.util.Collections.unmodifiableMap(read);
    }

    /** The text of a scalar, if the value is of a kind that may stand for it. */
    private Optional<String> spelling(ValueType.Scalar type, Json value) {
        boolean numeric = type instanceof ValueType.Whole || type instanceof ValueType.Decimal;
        boolean flag = type instanceof ValueType.Flag;
        return switch (value) {
            case Json.Str(String text) when source == Source.TYPED || !(numeric || flag) ->
                    Optional.of(text);
            case Json.Num(String literal) when numeric -> Optional.of(literal);
            case Json.Bool(boolean bool) when flag -> Optional.of(String.valueOf(bool));
            default -> Optional.empty();
        };
    }

    private Object parsed(ValueType.Scalar type, String text, String where) {
        try {
            return scalars.parse(type, text);
        } catch (IllegalArgumentException notOfTheType) {
            throw wrong(type, "'" + text + "'", where);
        }
    }

    private static Mistake wrong(ValueType type, String value, String where) {
        return new Mistake(
                where, Quoting.shorten(value) + " (expected: " + type.description() + ")");
    }

    private static String within(String where, String name) {
        return where.isEmpty() ? name : where + "." + name;
    }
}

package dev.chasqui.domain.binding;

import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A reader that fills in records from JSON, which comes from a file or is made of a command's
 * arguments.
 *
 * <p>It reports all mistakes of an object at once. In lenient mode it also returns a record if
 * there are mistakes: a placeholder takes the place of each wrong or missing value, so that the
 * rules of the record as a whole can be checked too. Immutable.
 */
public final class RecordReader {

    /** The origin of the JSON, which decides how a value may be spelled. */
    public enum Source {
        /** The server's configuration: JSON, in which nothing may be {@code null}. */
        SERVER,
        /** The section of an agent: JSON, in which {@code null} counts as left out. */
        SECTION,
        /** A command's arguments: text for everything, as people type it. */
        TYPED
    }

    private final Source source;
    private final ScalarParser scalars;

    /**
     * @param folder the folder that a relative path starts from
     */
    public RecordReader(Source source, Path folder) {
        this.source = source;
        this.scalars = new ScalarParser(folder);
    }

    /**
     * Reads the record that an object describes.
     *
     * @param where the place of the object, for messages; empty if it is the whole
     * @throws Mistake if something is missing, unknown, of a wrong type or against the record's own
     *     rules
     */
    public <R extends Record> R read(RecordType<R> type, Json.Obj object, String where) {
        List<Mistake> mistakes = new ArrayList<>();
        Optional<R> read = record(type, object, where, false, mistakes);
        if (!mistakes.isEmpty()) {
            throw Mistake.of(mistakes);
        }
        return read.orElseThrow();
    }

    /**
     * Reads as much of a record as the object describes. A wrong value counts as not given, and a
     * placeholder takes the place of a missing one, so that further mistakes can be found.
     *
     * @param mistakes the list that receives the mistakes
     * @throws IllegalArgumentException if the record's own rules refuse the values
     */
    public <R extends Record> R readLeniently(
            RecordType<R> type, Json.Obj object, String where, List<Mistake> mistakes) {
        return record(type, object, where, true, mistakes).orElseThrow();
    }

    /** Returns the mistakes in a value of a slot. */
    public List<Mistake> mistakes(Slot slot, ValueType type, Json value, String where) {
        List<Mistake> mistakes = new ArrayList<>();
        var _ = value(slot, type, value, where, true, mistakes);
        return mistakes;
    }

    /** Returns the value that a text stands for, as people type it; empty if it is not one. */
    public static Optional<Object> scalar(ValueType.Scalar type, String text) {
        try {
            return Optional.of(new ScalarParser(Path.of("")).parse(type, text));
        } catch (IllegalArgumentException notOfTheType) {
            return Optional.empty();
        }
    }

    /**
     * Returns the value of a slot for which nothing was written.
     *
     * @throws Mistake if a value is required, or if the default is not of the slot's type
     */
    public Object absent(Slot slot, String where) {
        List<Mistake> mistakes = new ArrayList<>();
        Optional<Object> value = absent(slot, where, false, mistakes);
        if (!mistakes.isEmpty()) {
            throw Mistake.of(mistakes);
        }
        return value.orElseThrow();
    }

    private <R extends Record> Optional<R> record(
            RecordType<R> type,
            Json.Obj object,
            String where,
            boolean lenient,
            List<Mistake> mistakes) {
        int before = mistakes.size();
        Json.Obj others = Json.Obj.EMPTY;
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            String name = member.getKey();
            if (type.slot(name).isPresent()) {
                continue;
            }
            // What is no object is rather a key with a wrong name.
            if (type.takesOthers() && member.getValue() instanceof Json.Obj) {
                others = others.with(name, member.getValue());
            } else {
                mistakes.add(unknown(name, keys(type), where));
            }
        }
        List<Object> values = new ArrayList<>();
        for (Slot slot : type.slots()) {
            Optional<Json> given =
                    slot.others()
                            ? Optional.of(others)
                            : object.get(slot.name())
                                    .filter(
                                            value ->
                                                    source == Source.SERVER
                                                            || value != Json.Null.NULL);
            String place = slot.others() ? where : within(where, slot.name());
            Optional<Object> value =
                    given.isPresent()
                            ? value(slot, slot.type(), given.get(), place, lenient, mistakes)
                            : absent(slot, place, lenient, mistakes);
            values.add(value.orElseGet(() -> lenient ? placeholder(slot) : Optional.empty()));
        }
        if (mistakes.size() > before && !lenient) {
            return Optional.empty();
        }
        try {
            return Optional.of(type.make(values));
        } catch (IllegalArgumentException refused) {
            if (lenient) {
                throw refused;
            }
            mistakes.add(new Mistake(where, String.valueOf(refused.getMessage())));
            return Optional.empty();
        }
    }

    private static List<String> keys(RecordType<?> type) {
        return type.slots().stream().filter(slot -> !slot.others()).map(Slot::name).toList();
    }

    private Mistake unknown(String name, List<String> names, String where) {
        String member = within(where, name);
        if (source != Source.SERVER) {
            return Mistake.ofName(
                    within(where, Quoting.shorten(name)),
                    member,
                    "unknown" + NearestName.hint(name, names));
        }
        return Mistake.ofName(member, member, NearestName.unknownKey(name, names));
    }

    private Optional<Object> absent(
            Slot slot, String where, boolean lenient, List<Mistake> mistakes) {
        if (!slot.fallback().isEmpty()) {
            return fallback(slot, slot.type(), where, mistakes);
        }
        return switch (slot.type()) {
            case ValueType.Many _ -> Optional.of(List.of());
            case ValueType.Maybe _ -> Optional.of(Optional.empty());
            case ValueType.Table _ -> Optional.of(Map.of());
            case ValueType.Open _ -> Optional.of(Json.Obj.EMPTY);
            case ValueType.Section(Class<? extends Record> section) ->
                    record(RecordType.of(section), Json.Obj.EMPTY, where, lenient, mistakes)
                            .map(any -> any);
            case ValueType.Scalar single -> {
                mistakes.add(
                        new Mistake(where, "missing (expected: " + slot.expected(single) + ")"));
                yield Optional.empty();
            }
        };
    }

    private Optional<Object> fallback(
            Slot slot, ValueType type, String where, List<Mistake> mistakes) {
        return switch (type) {
            case ValueType.Scalar single ->
                    parsed(
                            slot,
                            single,
                            slot.fallback(),
                            Json.of(slot.fallback()),
                            where,
                            mistakes);
            case ValueType.Maybe(ValueType item) ->
                    fallback(slot, item, where, mistakes).map(Optional::of);
            case ValueType.Many(ValueType.Scalar item) ->
                    Optional.of(
                            Stream.of(slot.fallback().split("[,\\s]+", -1))
                                    .flatMap(
                                            each ->
                                                    parsed(
                                                            slot,
                                                            item,
                                                            each,
                                                            Json.of(each),
                                                            where,
                                                            mistakes)
                                                            .stream())
                                    .toList());
            default -> throw new IllegalArgumentException(where + ": it cannot have a default");
        };
    }

    /**
     * Returns a value in place of one that is wrong or missing; the mistake is reported elsewhere.
     */
    private Object placeholder(Slot slot) {
        List<Mistake> reportedBefore = new ArrayList<>();
        return absent(slot, "", true, reportedBefore)
                .orElseGet(
                        () ->
                                slot.type() instanceof ValueType.Scalar single
                                        ? scalars.placeholder(single)
                                        : Optional.empty());
    }

    private Optional<Object> value(
            Slot slot,
            ValueType type,
            Json value,
            String where,
            boolean lenient,
            List<Mistake> mistakes) {
        return switch (type) {
            case ValueType.Scalar single -> single(slot, single, value, where, mistakes);
            case ValueType.Maybe(ValueType item) ->
                    value(slot, item, value, where, lenient, mistakes).map(Optional::of);
            case ValueType.Many(ValueType item) when value instanceof Json.Arr(List<Json> items) ->
                    Optional.of(items(slot, item, items, where, lenient, mistakes));
            case ValueType.Table(ValueType item) when value instanceof Json.Obj object ->
                    Optional.of(entries(slot, item, object, where, lenient, mistakes));
            case ValueType.Section(Class<? extends Record> section)
                    when value instanceof Json.Obj object ->
                    record(RecordType.of(section), object, where, lenient, mistakes)
                            .map(any -> any);
            case ValueType.Open _ when value instanceof Json.Obj object -> Optional.of(object);
            default -> {
                mistakes.add(wrong(slot.expected(type), shown(slot.rule(), value), where));
                yield Optional.empty();
            }
        };
    }

    private List<Object> items(
            Slot slot,
            ValueType type,
            List<Json> items,
            String where,
            boolean lenient,
            List<Mistake> mistakes) {
        List<Object> read = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String place = source == Source.TYPED ? where : where + "[" + i + "]";
            Optional<Object> item = value(slot, type, items.get(i), place, lenient, mistakes);
            if (item.isEmpty() && lenient && type instanceof ValueType.Section(var section)) {
                // A placeholder keeps the place of the wrong item, so that the items behind it keep
                // their numbers.
                item =
                        Optional.of(
                                readLeniently(
                                        RecordType.of(section), Json.Obj.EMPTY, "", ignored()));
            }
            item.ifPresent(read::add);
        }
        return List.copyOf(read);
    }

    private static List<Mistake> ignored() {
        return new ArrayList<>();
    }

    private Map<String, Object> entries(
            Slot slot,
            ValueType type,
            Json.Obj object,
            String where,
            boolean lenient,
            List<Mistake> mistakes) {
        Map<String, Object> read = new LinkedHashMap<>();
        object.members()
                .forEach(
                        (name, each) -> {
                            String member = within(where, name);
                            if (!slot.names().fits(name)) {
                                String written = shown(slot.names(), new Json.Str(name));
                                String what = "(expected: " + slot.names().expected() + ")";
                                mistakes.add(Mistake.ofName(where, member, written + " " + what));
                            }
                            value(slot, type, each, member, lenient, mistakes)
                                    .ifPresent(value -> read.put(name, value));
                        });
        return Collections.unmodifiableMap(read);
    }

    private Optional<Object> single(
            Slot slot, ValueType.Scalar type, Json value, String where, List<Mistake> mistakes) {
        if (type instanceof ValueType.Span && value instanceof Json.Num(String seconds)) {
            Optional<Duration> span = Durations.ofSeconds(seconds).filter(slot.bounds()::contains);
            if (span.isEmpty()) {
                mistakes.add(wrong(slot.expected(type), seconds, where));
            }
            return span.map(any -> any);
        }
        Optional<String> text = spelling(type, value);
        if (text.isPresent()) {
            return parsed(slot, type, text.get(), value, where, mistakes);
        }
        boolean wronglyQuoted =
                value instanceof Json.Str(String quoted)
                        && parsed(slot, type, quoted, value, where, ignored()).isPresent();
        mistakes.add(
                wrong(
                        slot.expected(type) + (wronglyQuoted ? ", without quotes" : ""),
                        shown(slot.rule(), value),
                        where));
        return Optional.empty();
    }

    /** Returns the text of a single value; empty if JSON of this kind cannot stand for the type. */
    private Optional<String> spelling(ValueType.Scalar type, Json value) {
        boolean whole = type instanceof ValueType.Whole || type instanceof ValueType.Size;
        boolean numeric = whole || type instanceof ValueType.Decimal;
        boolean quoted = !numeric || type instanceof ValueType.Size;
        boolean flag = type instanceof ValueType.Flag;
        return switch (value) {
            case Json.Str(String text) when source == Source.TYPED || (quoted && !flag) ->
                    Optional.of(text);
            case Json.Num(String literal) when numeric -> Optional.of(literal);
            case Json.Bool(boolean bool) when flag -> Optional.of(String.valueOf(bool));
            default -> Optional.empty();
        };
    }

    private Optional<Object> parsed(
            Slot slot,
            ValueType.Scalar type,
            String text,
            Json written,
            String where,
            List<Mistake> mistakes) {
        try {
            Object value = scalars.parse(type, text);
            if (slot.rule().fits(text) && slot.bounds().contains(value)) {
                return Optional.of(value);
            }
        } catch (IllegalArgumentException notOfTheType) {
            // The mistake is added below.
        }
        String expected = slot.expected(type) + nearest(type, text);
        mistakes.add(wrong(expected, shown(slot.rule(), written), where));
        return Optional.empty();
    }

    /** Returns the most similar choice as the end of a message; an empty text if there is none. */
    private static String nearest(ValueType.Scalar type, String text) {
        return type instanceof ValueType.Choice(List<? extends Enum<?>> constants)
                ? NearestName.find(text, constants.stream().map(ValueType.Choice::spell).toList())
                        .map(choice -> "; did you mean " + choice + "?")
                        .orElse("")
                : "";
    }

    private String shown(TextRule rule, Json value) {
        return switch (value) {
            case Json.Obj _ -> "an object";
            case Json.Arr _ -> "an array";
            case Json.Str(String text) when rule.hides(text) ->
                    "a text of " + text.length() + " characters";
            case Json.Str(String text) when source == Source.TYPED -> "'" + text + "'";
            default -> value.toString();
        };
    }

    private static Mistake wrong(String expected, String shown, String where) {
        return new Mistake(where, Quoting.shorten(shown) + " (expected: " + expected + ")");
    }

    private static String within(String where, String name) {
        return where.isEmpty() ? name : where + "." + name;
    }
}

package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.ConfigPositions;
import dev.chasqui.domain.binding.Durations;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.binding.Slot;
import dev.chasqui.domain.binding.ValueType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The comparison of two configurations, key by key.
 *
 * <p>It compares effective values: a default that is spelled out, or another order of names, is no
 * change. Another order of backends is one.
 */
public final class ConfigChanges {
    /** The keys of limits, whose texts are such as {@code 5/1m}. */
    private static final Pattern LIMITS = Pattern.compile("(^|[.])limits[.]");

    private final List<ConfigChange> found = new ArrayList<>();

    private ConfigChanges() {}

    /**
     * Returns the keys in which two configurations differ, in the order of the reference page. The
     * result holds no text, which might be a secret, except for those of limits.
     */
    public static List<ConfigChange> between(Config before, Config after) {
        ConfigChanges changes = new ConfigChanges();
        changes.compareRecords(RecordType.of(Config.class), before, after, "", false);
        return List.copyOf(changes.found);
    }

    private <R extends Record> void compareRecords(
            RecordType<R> type, Object before, Object after, String path, boolean restart) {
        List<Object> old = type.values(type.type().cast(before));
        List<Object> changed = type.values(type.type().cast(after));
        for (int i = 0; i < old.size(); i++) {
            Slot slot = type.slots().get(i);
            compare(
                    slot.type(),
                    old.get(i),
                    changed.get(i),
                    slot.others() ? path : ConfigPositions.join(path, slot.name()),
                    restart || slot.restart());
        }
    }

    private void compare(
            ValueType type, Object before, Object after, String path, boolean restart) {
        if (before.equals(after)) {
            return;
        }
        switch (type) {
            case ValueType.Section(Class<? extends Record> section) ->
                    compareRecords(RecordType.of(section), before, after, path, restart);
            case ValueType.Table(ValueType item) ->
                    compareNamed(
                            item, (Map<?, ?>) before, (Map<?, ?>) after, path + ".", "", restart);
            case ValueType.Many(ValueType.Section item) ->
                    compareLists(item, (List<?>) before, (List<?>) after, path, restart);
            default ->
                    found.add(
                            isTold(type, path)
                                    ? new ConfigChange(path, restart, told(before), told(after))
                                    : new ConfigChange(path, restart));
        }
    }

    /** Returns true if values of a type and key are no secrets. */
    private static boolean isTold(ValueType type, String path) {
        return switch (type) {
            case ValueType.Whole _,
                    ValueType.Decimal _,
                    ValueType.Flag _,
                    ValueType.Span _,
                    ValueType.Choice _,
                    ValueType.Size _ ->
                    true;
            case ValueType.Maybe(ValueType item) -> isTold(item, path);
            case ValueType.Many(ValueType item) -> isTold(item, path);
            case ValueType.Text _, ValueType.Formed _ -> LIMITS.matcher(path).find();
            case ValueType.File _, ValueType.Table _, ValueType.Section _, ValueType.Open _ ->
                    false;
        };
    }

    private static Optional<String> told(Object value) {
        return switch (value) {
            case Optional<?> maybe -> maybe.flatMap(ConfigChanges::told);
            case Duration span -> Optional.of(Durations.text(span));
            case Enum<?> constant -> Optional.of(ValueType.Choice.spell(constant));
            default -> Optional.of(value.toString());
        };
    }

    /**
     * Objects of a list are matched by name. A new order of those in both is a change of the list,
     * and so is any change of a list whose objects have no names.
     */
    private void compareLists(
            ValueType.Section type, List<?> before, List<?> after, String path, boolean restart) {
        if (RecordType.of(type.type()).slot("name").isEmpty()) {
            found.add(new ConfigChange(path, restart));
            return;
        }
        Map<String, Object> old = byName(type, before);
        Map<String, Object> changed = byName(type, after);
        compareNamed(type, old, changed, path + "[", "]", restart);
        if (!inBoth(old, changed).equals(inBoth(changed, old))) {
            found.add(new ConfigChange(path, restart));
        }
    }

    private static Map<String, Object> byName(ValueType.Section type, List<?> items) {
        RecordType<?> record = RecordType.of(type.type());
        int name = record.names().indexOf("name");
        Map<String, Object> named = new LinkedHashMap<>();
        items.forEach(item -> named.put(text(values(record, item).get(name)), item));
        return named;
    }

    private static String text(Object value) {
        return value instanceof Optional<?> maybe
                ? maybe.map(Object::toString).orElse("")
                : value.toString();
    }

    private static <R extends Record> List<Object> values(RecordType<R> type, Object of) {
        return type.values(type.type().cast(of));
    }

    private static List<String> inBoth(Map<String, ?> one, Map<String, ?> other) {
        return one.keySet().stream().filter(other::containsKey).toList();
    }

    private void compareNamed(
            ValueType type,
            Map<?, ?> before,
            Map<?, ?> after,
            String begin,
            String end,
            boolean restart) {
        Set<Object> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (Object name : names) {
            String path = begin + name + end;
            if (before.containsKey(name) && after.containsKey(name)) {
                compare(
                        type,
                        Objects.requireNonNull(before.get(name)),
                        Objects.requireNonNull(after.get(name)),
                        path,
                        restart);
            } else {
                found.add(new ConfigChange(path, restart));
            }
        }
    }
}

package dev.chasqui.domain.binding;

import dev.chasqui.domain.agent.Argument;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Optional;

/**
 * One component of a record that people fill in, and what is said of it.
 *
 * @param name the component's
 * @param help what it means; may be empty
 * @param fallback the value when none is given, spelled as people would; empty for none
 * @param unset what holds where nothing is given and there is no fallback, in words; may be empty
 * @param bounds those of its single values
 * @param rule what its single texts must be
 * @param names what the names of a table must be
 * @param restart whether a change takes effect with the next start alone
 */
public record Slot(
        String name,
        ValueType type,
        String help,
        String fallback,
        String unset,
        Bounds bounds,
        TextRule rule,
        TextRule names,
        boolean restart) {

    /**
     * @throws IllegalArgumentException if people cannot fill in the component's type
     */
    static Slot of(RecordComponent component) {
        ValueType type = typeOf(component);
        Key key = component.getAnnotation(Key.class);
        if (key != null) {
            return new Slot(
                    component.getName(),
                    type,
                    key.help(),
                    key.fallback(),
                    key.unset(),
                    bounds(type, key),
                    rule(key.rule()),
                    rule(key.names()),
                    key.restart());
        }
        Optional<Argument> argument = Optional.ofNullable(component.getAnnotation(Argument.class));
        return new Slot(
                component.getName(),
                type,
                argument.map(Argument::help).orElse(""),
                argument.map(Argument::fallback).orElse(""),
                "",
                Bounds.NONE,
                TextRule.Any.ANY,
                TextRule.Any.ANY,
                false);
    }

    /** Whether something must be given. */
    public boolean isRequired() {
        return type instanceof ValueType.Scalar && fallback.isEmpty();
    }

    /** What a single value of the slot must be, for messages. */
    String expected(ValueType.Scalar single) {
        if (!(rule instanceof TextRule.Any)) {
            return rule.expected();
        }
        return bounds.equals(Bounds.NONE) ? single.description() : bounds.expected();
    }

    /** What a value of a type within the slot must be, for messages. */
    String expected(ValueType within) {
        return switch (within) {
            case ValueType.Scalar single -> expected(single);
            case ValueType.Maybe(ValueType item) -> expected(item);
            case ValueType.Many(ValueType item) when item instanceof ValueType.Scalar ->
                    "a list, each " + expected(item);
            case ValueType.Table(ValueType item) when item instanceof ValueType.Scalar ->
                    "an object, each value " + expected(item);
            default -> within.description();
        };
    }

    private static ValueType typeOf(RecordComponent component) {
        try {
            return JavaTypes.of(component.getGenericType());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(component.getName() + ": " + e.getMessage(), e);
        }
    }

    private static Bounds bounds(ValueType type, Key key) {
        return switch (type) {
            case ValueType.Scalar single -> Bounds.of(single, key.least(), key.most());
            case ValueType.Maybe(ValueType item) -> bounds(item, key);
            case ValueType.Many(ValueType item) -> bounds(item, key);
            case ValueType.Table(ValueType item) -> bounds(item, key);
            case ValueType.Section _, ValueType.Open _ -> Bounds.NONE;
        };
    }

    private static TextRule rule(Class<? extends TextRule> type) {
        try {
            Constructor<? extends TextRule> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " cannot be made", e);
        }
    }
}

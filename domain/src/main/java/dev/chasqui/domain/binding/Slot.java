package dev.chasqui.domain.binding;

import dev.chasqui.domain.agent.Argument;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Optional;

/**
 * One component of a record that people fill in, with its documentation and rules.
 *
 * @param name the component's name, unless its {@link Key} gives another
 * @param type the component's type
 * @param help the meaning; may be empty
 * @param fallback the value if none is given, spelled as people would spell it; empty for none
 * @param unset the behaviour if nothing is given and there is no fallback, in words; may be empty
 * @param bounds the bounds of its single values
 * @param rule the rule for its single texts
 * @param names the rule for the names of a table
 * @param others true if it holds the members that no other slot names; its name is no key then
 * @param restart true if a change takes effect only after a restart
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
        boolean others,
        boolean restart) {

    /**
     * Makes the slot of a component from its type and its {@link Key} or {@link Argument}.
     *
     * @throws IllegalArgumentException if people cannot fill in the component's type
     */
    static Slot of(RecordComponent component) {
        ValueType type = typeOf(component);
        Key key = component.getAnnotation(Key.class);
        if (key != null) {
            return new Slot(
                    key.name().isEmpty() ? component.getName() : key.name(),
                    type,
                    key.help(),
                    key.fallback(),
                    key.unset(),
                    bounds(type, key),
                    rule(key.rule()),
                    rule(key.names()),
                    key.others(),
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
                false,
                false);
    }

    /** Returns true if a value must be given. */
    public boolean isRequired() {
        return type instanceof ValueType.Scalar && fallback.isEmpty();
    }

    /** Returns a description of a valid single value of the slot, for messages. */
    String expected(ValueType.Scalar single) {
        if (!(rule instanceof TextRule.Any)) {
            return rule.expected();
        }
        return bounds.equals(Bounds.NONE) ? single.description() : bounds.expected();
    }

    /** Returns a description of a valid value of a type within the slot, for messages. */
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

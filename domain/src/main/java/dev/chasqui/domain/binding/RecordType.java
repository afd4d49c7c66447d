package dev.chasqui.domain.binding;

import dev.chasqui.domain.agent.Argument;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A record that people fill in: its slots, and how one is made of their values. */
public record RecordType<R extends Record>(Class<R> type, List<Slot> slots) {

    /**
     * One component.
     *
     * @param fallback the value when none is given, spelled as people would; empty for none
     */
    public record Slot(String name, ValueType type, String help, String fallback) {}

    /**
     * @throws IllegalArgumentException if a component is of a type that people cannot fill in
     */
    public static <R extends Record> RecordType<R> of(Class<R> type) {
        List<Slot> slots = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Optional<Argument> about = Optional.ofNullable(component.getAnnotation(Argument.class));
            slots.add(
                    new Slot(
                            component.getName(),
                            typeOf(component),
                            about.map(Argument::help).orElse(""),
                            about.map(Argument::fallback).orElse("")));
        }
        return new RecordType<>(type, List.copyOf(slots));
    }

    private static ValueType typeOf(RecordComponent component) {
        try {
            return JavaTypes.of(component.getGenericType());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(component.getName() + ": " + e.getMessage(), e);
        }
    }

    public List<String> names() {
        return slots.stream().map(Slot::name).toList();
    }

    public Optional<Slot> slot(String name) {
        return slots.stream().filter(slot -> slot.name().equals(name)).findFirst();
    }

    /**
     * Makes the record of one value per slot.
     *
     * @throws IllegalArgumentException if the record's own rules refuse them
     */
    R make(List<Object> values) {
        try {
            return constructor().newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case RuntimeException refused -> throw refused;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        }
    }

    /** The canonical constructor, which the record may keep to itself. */
    private Constructor<R> constructor() throws NoSuchMethodException {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        Constructor<R> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor;
    }
}

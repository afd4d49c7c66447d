package dev.chasqui.domain.binding;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A record type that people fill in: its slots, and the making of a record from their values. */
public record RecordType<R extends Record>(Class<R> type, List<Slot> slots) {
    /** The slots of each record type; an entry goes when its class is unloaded. */
    private static final ClassValue<List<Slot>> SLOTS =
            new ClassValue<>() {
                @Override
                protected List<Slot> computeValue(Class<?> record) {
                    return Arrays.stream(record.getRecordComponents()).map(Slot::of).toList();
                }
            };

    /** The canonical constructor of each record type, which may be private. */
    private static final ClassValue<Constructor<?>> CONSTRUCTORS =
            new ClassValue<>() {
                @Override
                protected Constructor<?> computeValue(Class<?> record) {
                    return canonical(record);
                }
            };

    /**
     * Returns the type with the slots of a record.
     *
     * @throws IllegalArgumentException if a component is of a type that people cannot fill in
     */
    public static <R extends Record> RecordType<R> of(Class<R> type) {
        return new RecordType<>(type, SLOTS.get(type));
    }

    public List<String> names() {
        return slots.stream().map(Slot::name).toList();
    }

    /** Returns the slot of a key; empty if there is none of this name. */
    public Optional<Slot> slot(String name) {
        return slots.stream()
                .filter(slot -> !slot.others() && slot.name().equals(name))
                .findFirst();
    }

    /** Returns true if a member that no slot names belongs to the slot for all others. */
    boolean takesOthers() {
        return slots.stream().anyMatch(Slot::others);
    }

    /**
     * Makes a record of one value per slot.
     *
     * @throws IllegalArgumentException if the record's own rules refuse the values
     */
    R make(List<Object> values) {
        try {
            return type.cast(CONSTRUCTORS.get(type).newInstance(values.toArray()));
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

    /** Returns the values of a record, one per slot. */
    public List<Object> values(R of) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            try {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                values.add(accessor.invoke(of));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(component + " cannot be read", e);
            }
        }
        return values;
    }

    /** Returns a copy of a record with another value in one slot. */
    public R with(R of, String slot, Object value) {
        List<Object> values = values(of);
        values.set(names().indexOf(slot), value);
        return make(values);
    }

    private static Constructor<?> canonical(Class<?> record) {
        Class<?>[] types =
                Arrays.stream(record.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
    }
}

package dev.chasqui.adapters.config.reading;

import dev.chasqui.domain.binding.Slot;
import dev.chasqui.domain.binding.ValueType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path from the whole configuration to one of its values.
 *
 * @param steps the steps from the root to the value
 * @param slot the component of a record that holds the value
 * @param type the value's type; empty within a part that this module does not know, such as an
 *     agent's section
 */
record KeyPath(List<Step> steps, Slot slot, Optional<ValueType> type) {

    /** One step down the path. */
    sealed interface Step {}

    /** A step to the member of an object. */
    record Member(String name) implements Step {}

    /** A step to the item of an array. */
    record Item(int index) implements Step {}

    /** A step to the object of an array that has this name; it is added if there is none. */
    record Named(String name) implements Step {}

    KeyPath {
        steps = List.copyOf(steps);
    }

    /** Returns a path without steps. */
    static KeyPath to(Slot slot, ValueType type) {
        return new KeyPath(List.of(), slot, Optional.of(type));
    }

    /** Returns this path with one more step at its beginning. */
    KeyPath after(Step step) {
        List<Step> longer = new ArrayList<>();
        longer.add(step);
        longer.addAll(steps);
        return new KeyPath(longer, slot, type);
    }

    /** Returns the path as messages show it, such as {@code backends[0].url}. */
    @Override
    public String toString() {
        String text = "";
        for (Step step : steps) {
            text =
                    switch (step) {
                        case Member(String name) -> ConfigPositions.join(text, name);
                        case Item(int index) -> ConfigPositions.element(text, index);
                        case Named(String name) -> text + "[" + name + "]";
                    };
        }
        return text;
    }
}

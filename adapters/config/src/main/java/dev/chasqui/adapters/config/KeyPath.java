package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Slot;
import dev.chasqui.domain.binding.ValueType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A way from the whole configuration to one of its values.
 *
 * @param steps what leads there
 * @param slot the component of a record in which the value is
 * @param type the value's; empty inside of what somebody else knows, such as an agent's section
 */
record KeyPath(List<Step> steps, Slot slot, Optional<ValueType> type) {

    /** One step down. */
    sealed interface Step {}

    /** A step to the member of an object. */
    record Member(String name) implements Step {}

    /** A step to the item of an array. */
    record Item(int index) implements Step {}

    /** A step to the object of an array that has a name, which is new if there is none. */
    record Named(String name) implements Step {}

    KeyPath {
        steps = List.copyOf(steps);
    }

    /** The way of no steps to a value. */
    static KeyPath to(Slot slot, ValueType type) {
        return new KeyPath(List.of(), slot, Optional.of(type));
    }

    /** The same way, one step longer at its beginning. */
    KeyPath after(Step step) {
        List<Step> longer = new ArrayList<>();
        longer.add(step);
        longer.addAll(steps);
        return new KeyPath(longer, slot, type);
    }

    /** Such as {@code backends[0].url}. */
    @Override
    public String toString() {
        String text = "";
        for (Step step : steps) {
            text =
                    switch (step) {
                        case Member(String name) -> Places.join(text, name);
                        case Item(int index) -> Places.element(text, index);
                        case Named(String name) -> text + "[" + name + "]";
                    };
        }
        return text;
    }
}

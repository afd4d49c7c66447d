package dev.chasqui.domain.command;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.binding.Slot;
import dev.chasqui.domain.binding.ValueType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The right to one command, with bounds on its arguments, as an entry of {@code keys[].agents}
 * spells it: {@code rag(collection=handbook|notes k<=10)}.
 *
 * <pre>
 * right = name [ "(" [ bound *( sep bound ) ] ")" ]
 * bound = argument [ "?" ] ( "=" value *( "|" value ) | ( "&lt;=" | "&gt;=" | "&lt;" | "&gt;" ) value )
 * </pre>
 *
 * <p>A value is spelled as in a command; a {@code *} in one without quotes stands for any
 * characters. An argument that a bound names must have a value, given or by the command's own
 * default, unless a {@code ?} follows its name.
 *
 * @param command the name of the command; {@code *} stands for all, and has no bounds
 * @param bounds the bounds, all of which must hold
 */
public record CommandRight(String command, List<ArgumentBound> bounds) {
    /** The name that stands for every command. */
    static final String ANY = "*";

    public CommandRight {
        bounds = List.copyOf(bounds);
    }

    /**
     * Parses a right.
     *
     * @throws IllegalArgumentException if the text is badly written; its message has the column
     */
    public static CommandRight parse(String text) {
        return new RightParser(text).right();
    }

    /** Returns true if the right is to this command, with or without bounds. */
    boolean isTo(String name) {
        return command.equals(ANY) || command.equals(name);
    }

    /** Returns the right to what this and another one, to the same command or all, allow. */
    CommandRight and(CommandRight other) {
        List<ArgumentBound> both = new ArrayList<>(bounds);
        both.addAll(other.bounds);
        return new CommandRight(command.equals(ANY) ? other.command : command, both);
    }

    /**
     * Returns the reason why the right does not allow a command with these arguments; empty if it
     * does.
     *
     * @param type the command, to which the right is
     * @param arguments its arguments, with defaults for those that were left out
     */
    <A extends Record> Optional<String> refusal(AgentType<A> type, A arguments) {
        RecordType<A> shape = RecordType.of(type.arguments());
        List<Object> values = bounds.isEmpty() ? List.of() : shape.values(arguments);
        for (ArgumentBound bound : bounds) {
            Optional<Slot> slot = shape.slot(bound.argument());
            Optional<Slot> map = mapOfNamed(shape);
            Optional<String> refusal;
            if (slot.isPresent()) {
                refusal = bound.refusal(slot.get(), value(shape, values, slot.get()));
            } else if (map.isPresent()) {
                Map<?, ?> named = (Map<?, ?>) value(shape, values, map.get());
                refusal =
                        bound.refusalOfNamed(
                                Optional.ofNullable(named.get(bound.argument()))
                                        .map(Object::toString));
            } else {
                return Optional.of("the command has no " + bound.argument());
            }
            if (refusal.isPresent()) {
                return Optional.of(bound.argument() + " " + refusal.get());
            }
        }
        return Optional.empty();
    }

    private static Object value(RecordType<?> shape, List<Object> values, Slot slot) {
        return values.get(shape.names().indexOf(slot.name()));
    }

    /** Returns the argument that holds each named value that is no argument of its own. */
    private static Optional<Slot> mapOfNamed(RecordType<?> shape) {
        return shape.slots().stream()
                .filter(slot -> slot.type() instanceof ValueType.Table)
                .findFirst();
    }

    /**
     * Returns the mistakes that keep the right from ever allowing anything: an argument that the
     * command does not have, or a bound that does not fit its type.
     */
    public List<String> misfits(AgentType<?> type) {
        List<String> misfits = new ArrayList<>();
        RecordType<?> shape = RecordType.of(type.arguments());
        for (ArgumentBound bound : bounds) {
            shape.slot(bound.argument())
                    .ifPresentOrElse(
                            slot -> bound.misfit(slot).ifPresent(misfits::add),
                            () -> {
                                if (mapOfNamed(shape).isPresent()) {
                                    bound.misfitOfNamed().ifPresent(misfits::add);
                                } else {
                                    misfits.add("/" + command + " has no " + bound.argument());
                                }
                            });
        }
        return misfits;
    }

    @Override
    public String toString() {
        return command
                + (bounds.isEmpty()
                        ? ""
                        : bounds.stream()
                                .map(ArgumentBound::toString)
                                .collect(Collectors.joining(" ", "(", ")")));
    }
}

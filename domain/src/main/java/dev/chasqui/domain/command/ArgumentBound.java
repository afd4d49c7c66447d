package dev.chasqui.domain.command;

import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.binding.RecordReader;
import dev.chasqui.domain.binding.Slot;
import dev.chasqui.domain.binding.ValueType;
import dev.chasqui.domain.text.NamePattern;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A bound on one argument of a command, such as {@code collection=handbook|notes} or {@code k<=10}.
 * A list meets a bound if each of its items does.
 *
 * @param argument the name of the argument
 * @param mayBeAbsent true if the argument may be left out, so that the agent chooses its value
 * @param relation the relation between the argument and a value
 * @param values the values of which one must hold; exactly one unless the relation is {@code =}
 */
record ArgumentBound(
        String argument, boolean mayBeAbsent, Relation relation, List<Allowed> values) {

    /** The relation of an argument to a value. */
    enum Relation {
        EQUAL("="),
        AT_MOST("<="),
        AT_LEAST(">="),
        LESS("<"),
        MORE(">");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        private boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case AT_MOST -> comparison <= 0;
                case AT_LEAST -> comparison >= 0;
                case LESS -> comparison < 0;
                case MORE -> comparison > 0;
            };
        }
    }

    /**
     * A value of a bound.
     *
     * @param literal true if it was quoted, so that a {@code *} in it stands for itself
     */
    record Allowed(String text, boolean literal) {

        private boolean isName(String name) {
            return literal ? text.equals(name) : new NamePattern(text).matches(name);
        }

        @Override
        public String toString() {
            return literal ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : text;
        }
    }

    ArgumentBound {
        values = List.copyOf(values);
    }

    /**
     * Returns the reason why the value of an argument is out of the bound, as the end of a sentence
     * that begins with the argument's name; empty if it is within.
     *
     * @param slot the argument
     * @param value its value, with its default if it was left out
     */
    Optional<String> refusal(Slot slot, Object value) {
        return switch (value) {
            case Optional<?> maybe when maybe.isPresent() -> refusal(slot, maybe.get());
            case Optional<?> _ -> absent();
            case List<?> items when items.isEmpty() -> absent();
            case List<?> items ->
                    items.stream().flatMap(item -> refusal(slot, item).stream()).findFirst();
            default -> {
                Optional<ValueType.Scalar> type = scalar(slot.type());
                yield type.isEmpty()
                        ? Optional.of("has parts, on which there can be no bound")
                        : values.stream().anyMatch(allowed -> holds(type.get(), value, allowed))
                                ? Optional.empty()
                                : Optional.of("is " + text(value));
            }
        };
    }

    /**
     * Returns the reason why a named value that is no argument of its own, but one of those in a
     * map, is out of the bound, as {@link #refusal} does. It is compared as a number if the
     * relation is an order, and as text otherwise.
     *
     * @param value the value; empty if it was left out
     */
    Optional<String> refusalOfNamed(Optional<String> value) {
        if (value.isEmpty()) {
            return absent();
        }
        ValueType.Scalar type =
                relation == Relation.EQUAL ? new ValueType.Text() : new ValueType.Decimal();
        Optional<Object> read = RecordReader.scalar(type, value.get());
        return read.isPresent()
                        && values.stream().anyMatch(allowed -> holds(type, read.get(), allowed))
                ? Optional.empty()
                : Optional.of("is " + Quoting.shorten(value.get()));
    }

    /** Returns the reason why no named value of a map could ever be within the bound. */
    Optional<String> misfitOfNamed() {
        return relation == Relation.EQUAL ? Optional.empty() : misfit(new ValueType.Decimal());
    }

    private Optional<String> absent() {
        return mayBeAbsent ? Optional.empty() : Optional.of("is not given (expected: a value)");
    }

    private boolean holds(ValueType.Scalar type, Object value, Allowed allowed) {
        if (!isOrdered(type)) {
            return relation == Relation.EQUAL && allowed.isName(text(value));
        }
        return RecordReader.scalar(type, allowed.text())
                .filter(bound -> relation.holds(compare(value, bound)))
                .isPresent();
    }

    /**
     * Returns the reason why no value of an argument could ever be checked; empty if the bound fits
     * its type.
     */
    Optional<String> misfit(Slot slot) {
        return scalar(slot.type())
                .map(this::misfit)
                .orElseGet(
                        () -> Optional.of(argument + " has parts, on which there can be no bound"));
    }

    private Optional<String> misfit(ValueType.Scalar type) {
        if (!isOrdered(type)) {
            return relation == Relation.EQUAL
                    ? Optional.empty()
                    : Optional.of(argument + " is " + type.description() + ", which has no order");
        }
        return values.stream()
                .map(Allowed::text)
                .filter(text -> RecordReader.scalar(type, text).isEmpty())
                .map(text -> argument + ": '" + text + "' is not " + type.description())
                .findFirst();
    }

    private static boolean isOrdered(ValueType.Scalar type) {
        return switch (type) {
            case ValueType.Whole _, ValueType.Decimal _, ValueType.Span _, ValueType.Size _ -> true;
            case ValueType.Text _,
                    ValueType.Flag _,
                    ValueType.Choice _,
                    ValueType.File _,
                    ValueType.Formed _ ->
                    false;
        };
    }

    /** Returns the type of the values of an argument; empty if it is no word or number. */
    private static Optional<ValueType.Scalar> scalar(ValueType type) {
        return switch (type) {
            case ValueType.Scalar single -> Optional.of(single);
            case ValueType.Many(ValueType item) -> scalar(item);
            case ValueType.Maybe(ValueType item) -> scalar(item);
            case ValueType.Table _, ValueType.Section _, ValueType.Open _ -> Optional.empty();
        };
    }

    /** Compares a value with a bound of its type. */
    @SuppressWarnings("unchecked") // Both were made by the parser of one type.
    private static int compare(Object value, Object bound) {
        return ((Comparable<Object>) value).compareTo(bound);
    }

    /** Spells a value as people type it. */
    private static String text(Object value) {
        return switch (value) {
            case Enum<?> constant -> ValueType.Choice.spell(constant);
            case Duration duration -> duration.toMillis() + "ms";
            default -> value.toString();
        };
    }

    @Override
    public String toString() {
        return argument
                + (mayBeAbsent ? "?" : "")
                + relation.sign()
                + values.stream().map(Allowed::toString).collect(Collectors.joining("|"));
    }
}

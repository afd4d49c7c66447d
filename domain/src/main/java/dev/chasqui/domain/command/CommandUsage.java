package dev.chasqui.domain.command;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.binding.Mistake;
import dev.chasqui.domain.binding.RecordReader;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.binding.Slot;
import dev.chasqui.domain.binding.ValueType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The description of a command for people.
 *
 * @param name the command without its slash
 * @param help a line that says what the command does
 * @param arguments in the order in which they may be given without a name
 * @param takesBranches true if it takes pipelines in brackets
 */
public record CommandUsage(String name, String help, List<Entry> arguments, boolean takesBranches) {

    /**
     * One argument.
     *
     * @param type a description of its valid values, such as {@code a whole number}
     * @param fallback the value if none is given; empty if there is no default
     * @param required true if the command does not work without it
     * @param help its meaning; may be empty
     */
    public record Entry(
            String name, String type, Optional<String> fallback, boolean required, String help) {

        @Override
        public String toString() {
            return name
                    + " ("
                    + type
                    + fallback.map(value -> ", default " + value).orElse("")
                    + (required ? ", required" : "")
                    + (help.isEmpty() ? "" : ": " + help)
                    + ")";
        }
    }

    public CommandUsage {
        arguments = List.copyOf(arguments);
    }

    /**
     * Describes the command of an agent.
     *
     * @throws IllegalArgumentException if nobody could give an argument of the agent: it is of an
     *     unknown type, or its default is not of its type
     */
    public static CommandUsage of(AgentType<?> type) {
        RecordReader reader = new RecordReader(RecordReader.Source.TYPED, Path.of(""));
        return new CommandUsage(
                type.name(),
                type.help(),
                RecordType.of(type.arguments()).slots().stream()
                        .map(slot -> entry(slot, reader))
                        .toList(),
                type.takesBranches());
    }

    /**
     * Returns one sentence: {@code /rag takes k (a whole number, default 5: how many passages)}.
     */
    public String sentence() {
        return "/"
                + name
                + " takes "
                + (arguments.isEmpty()
                        ? "no arguments"
                        : arguments.stream().map(Entry::toString).collect(Collectors.joining(", ")))
                + (takesBranches ? ", and pipelines in brackets" : "");
    }

    private static Entry entry(Slot slot, RecordReader reader) {
        requireTypeable(slot);
        if (!slot.fallback().isEmpty()) {
            try {
                reader.absent(slot, slot.name());
            } catch (Mistake mistake) {
                throw new IllegalArgumentException("the default of " + mistake.sentence(), mistake);
            }
        }
        return new Entry(
                slot.name(),
                slot.type().description(),
                Optional.of(slot.fallback()).filter(fallback -> !fallback.isEmpty()),
                slot.type() instanceof ValueType.Scalar && slot.fallback().isEmpty(),
                slot.help());
    }

    private static void requireTypeable(Slot slot) {
        ValueType single =
                switch (slot.type()) {
                    case ValueType.Many(ValueType item) -> item;
                    case ValueType.Maybe(ValueType item) -> item;
                    case ValueType.Scalar scalar -> scalar;
                    case ValueType.Table(ValueType item) -> item;
                    case ValueType.Section section -> section;
                    case ValueType.Open open -> open;
                };
        if (!(single instanceof ValueType.Scalar) || single instanceof ValueType.File) {
            throw new IllegalArgumentException(
                    slot.name() + ": " + single.description() + " cannot be typed in a command");
        }
    }
}

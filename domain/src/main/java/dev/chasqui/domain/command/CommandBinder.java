package dev.chasqui.domain.command;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.binding.Mistake;
import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.binding.RecordReader;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.binding.Slot;
import dev.chasqui.domain.binding.ValueType;
import dev.chasqui.domain.command.Command.Given;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The binding of a command's arguments to the record of an agent's arguments. */
public final class CommandBinder {
    private static final RecordReader READER =
            new RecordReader(RecordReader.Source.TYPED, Path.of(""));

    private CommandBinder() {}

    /**
     * Makes the record of a command's arguments. A value without a name belongs to the list that
     * was named just before it, as in {@code models=a,b}; without such a list it belongs to the
     * first argument that has no value yet. A list takes any number of values.
     *
     * @throws FailureException with {@code Invalid} if an argument is wrong; its message names the
     *     argument, the value and everything that the command takes
     */
    public static <A extends Record> A bind(Command command, AgentType<A> type) {
        try {
            if (!command.branches().isEmpty()) {
                throw new Mistake("", "it takes no brackets");
            }
            RecordType<A> shape = RecordType.of(type.arguments());
            return READER.read(shape, assign(command.arguments(), shape), "");
        } catch (Mistake mistake) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "/"
                                    + type.name()
                                    + ": "
                                    + mistake.sentence()
                                    + "; "
                                    + CommandUsage.of(type).sentence()),
                    mistake);
        }
    }

    /** Groups the values by the argument that they belong to. */
    private static Json.Obj assign(List<Given> given, RecordType<?> shape) {
        Map<String, List<Json>> values = new LinkedHashMap<>();
        Optional<Slot> begunList = Optional.empty();
        for (Given each : given) {
            Slot slot;
            if (each.name().isPresent()) {
                slot = named(each.name().get(), shape);
                begunList = Optional.of(slot).filter(CommandBinder::isList);
            } else {
                slot = begunList.orElseGet(() -> firstOpen(each, shape, values));
            }
            List<Json> ofSlot = values.computeIfAbsent(slot.name(), none -> new ArrayList<>());
            if (!ofSlot.isEmpty() && !isList(slot)) {
                throw new Mistake(slot.name(), "given twice (expected: one value)");
            }
            ofSlot.add(new Json.Str(each.value()));
        }
        Map<String, Json> members = new LinkedHashMap<>();
        values.forEach(
                (name, ofSlot) ->
                        members.put(
                                name,
                                isList(shape.slot(name).orElseThrow())
                                        ? new Json.Arr(ofSlot)
                                        : ofSlot.getFirst()));
        return new Json.Obj(members);
    }

    private static Slot named(String name, RecordType<?> shape) {
        return shape.slot(name)
                .orElseThrow(
                        () ->
                                new Mistake(
                                        Quoting.shorten(name),
                                        "no such argument"
                                                + NearestName.hint(name, shape.names())));
    }

    private static Slot firstOpen(
            Given given, RecordType<?> shape, Map<String, List<Json>> values) {
        return shape.slots().stream()
                .filter(slot -> isList(slot) || !values.containsKey(slot.name()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Mistake(
                                        "",
                                        "'"
                                                + Quoting.shorten(given.value())
                                                + "' is one value too many"));
    }

    private static boolean isList(Slot slot) {
        return slot.type() instanceof ValueType.Many;
    }
}

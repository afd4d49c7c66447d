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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The binding of a command's arguments to the record of an agent's arguments. */
public final class CommandBinder {
    private static final RecordReader READER =
            new RecordReader(RecordReader.Source.TYPED, Path.of(""));

    private final Command command;
    private final AgentType<?> type;
    private final RecordType<?> shape;

    private CommandBinder(Command command, AgentType<?> type, RecordType<?> shape) {
        this.command = command;
        this.type = type;
        this.shape = shape;
    }

    /**
     * Makes the record of a command's arguments. A value without a name belongs to the list that
     * was named just before it, as in {@code models=a,b}; without such a list it belongs to the
     * first argument that has no value yet. A list takes any number of values, and a map every
     * named value that belongs to no other argument.
     *
     * @throws FailureException with {@code Invalid} if an argument is wrong, or if there are
     *     brackets that the agent does not take; its message names the argument, the value, its
     *     place and everything that the command takes
     */
    public static <A extends Record> A bind(Command command, AgentType<A> type) {
        RecordType<A> shape = RecordType.of(type.arguments());
        CommandBinder binder = new CommandBinder(command, type, shape);
        Map<Slot, List<Given>> assigned = binder.assign();
        try {
            return READER.read(shape, json(assigned), "");
        } catch (Mistake mistake) {
            throw binder.wrong(mistake.sentence(), binder.place(mistake.sentence(), assigned));
        }
    }

    /**
     * Returns the failure of a command whose arguments an agent refuses.
     *
     * @param why the reason; if it begins with the name of an argument and a colon, the message
     *     points at that argument
     */
    public static FailureException refused(Command command, AgentType<?> type, String why) {
        CommandBinder binder = new CommandBinder(command, type, RecordType.of(type.arguments()));
        return binder.wrong(why, binder.place(why, binder.assign()));
    }

    /** Groups the values by the argument that they belong to. */
    private Map<Slot, List<Given>> assign() {
        if (!command.branches().isEmpty() && !type.takesBranches()) {
            throw wrong("it takes no brackets", command.brackets());
        }
        if (command.arguments().isEmpty()) {
            return Map.of();
        }
        Map<Slot, List<Given>> values = new LinkedHashMap<>();
        Optional<Slot> begunList = Optional.empty();
        Set<String> others = new HashSet<>();
        Optional<Slot> table = shape.slots().stream().filter(CommandBinder::isTable).findFirst();
        for (Given each : command.arguments()) {
            Slot slot;
            if (table.isPresent() && each.name().filter(name -> !has(name)).isPresent()) {
                begunList = Optional.empty();
                if (!others.add(each.name().get())) {
                    throw wrong(
                            Quoting.shorten(each.name().get())
                                    + ": given twice (expected: one value)",
                            each.place());
                }
                values.computeIfAbsent(table.get(), none -> new ArrayList<>()).add(each);
                continue;
            }
            if (each.name().isPresent()) {
                slot = named(each.name().get(), each.place());
                begunList = Optional.of(slot).filter(CommandBinder::isList);
            } else {
                slot = begunList.orElseGet(() -> firstOpen(each, values));
            }
            List<Given> ofSlot = values.computeIfAbsent(slot, none -> new ArrayList<>());
            if (!ofSlot.isEmpty() && !isList(slot)) {
                throw wrong(slot.name() + ": given twice (expected: one value)", each.place());
            }
            ofSlot.add(each);
        }
        return values;
    }

    private static Json.Obj json(Map<Slot, List<Given>> assigned) {
        Map<String, Json> members = new LinkedHashMap<>();
        assigned.forEach((slot, given) -> members.put(slot.name(), json(slot, given)));
        return new Json.Obj(members);
    }

    private static Json json(Slot slot, List<Given> given) {
        if (isTable(slot)) {
            Map<String, Json> named = new LinkedHashMap<>();
            given.forEach(each -> named.put(each.name().orElseThrow(), new Json.Str(each.value())));
            return new Json.Obj(named);
        }
        List<Json> values = given.stream().<Json>map(each -> new Json.Str(each.value())).toList();
        return isList(slot) ? new Json.Arr(values) : values.getFirst();
    }

    private boolean has(String name) {
        return shape.slot(name).filter(slot -> !isTable(slot)).isPresent();
    }

    private Slot named(String name, Place place) {
        return shape.slot(name)
                .orElseThrow(
                        () ->
                                wrong(
                                        Quoting.shorten(name)
                                                + ": no such argument"
                                                + NearestName.hint(name, shape.names()),
                                        place));
    }

    private Slot firstOpen(Given given, Map<Slot, List<Given>> values) {
        return shape.slots().stream()
                .filter(slot -> !isTable(slot))
                .filter(slot -> isList(slot) || !values.containsKey(slot))
                .findFirst()
                .orElseThrow(
                        () ->
                                wrong(
                                        "'"
                                                + Quoting.shorten(given.value())
                                                + "' is one value too many",
                                        given.place()));
    }

    private static boolean isList(Slot slot) {
        return slot.type() instanceof ValueType.Many;
    }

    private static boolean isTable(Slot slot) {
        return slot.type() instanceof ValueType.Table;
    }

    /**
     * Returns the place that a reason is about: the argument whose name it begins with, of a list
     * the value that it quotes, or else the command.
     */
    private Place place(String why, Map<Slot, List<Given>> assigned) {
        return assigned.entrySet().stream()
                .filter(each -> why.startsWith(each.getKey().name() + ":"))
                .map(Map.Entry::getValue)
                .map(
                        given ->
                                given.stream()
                                        .filter(each -> why.contains(quoted(each.value())))
                                        .findFirst()
                                        .orElse(given.getFirst()))
                .findFirst()
                .map(Given::place)
                .orElse(command.place());
    }

    private static String quoted(String value) {
        return Quoting.shorten("'" + value + "'");
    }

    private FailureException wrong(String what, Place place) {
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        "/"
                                + type.name()
                                + ": "
                                + what
                                + place.inMessage()
                                + "; "
                                + CommandUsage.of(type).sentence()));
    }
}

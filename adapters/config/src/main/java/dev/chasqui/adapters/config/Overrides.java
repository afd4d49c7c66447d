package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Mistake;
import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.binding.RecordReader;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.binding.Slot;
import dev.chasqui.domain.binding.ValueType;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the environment and the command line say instead of the file, or beside it.
 *
 * <p>{@link VariableNames} says how a key is written as a variable. A variable that is empty counts
 * as not set: files for containers write it so.
 */
final class Overrides {
    static final String PREFIX = "CHASQUI_";

    /** Variables that are no keys of the config. */
    private static final Set<String> OTHERS =
            Set.of(
                    "CHASQUI_CONFIG",
                    "CHASQUI_URL",
                    "CHASQUI_KEY",
                    "CHASQUI_HOME",
                    "CHASQUI_JAVA_HOME",
                    "CHASQUI_OPTS");

    /**
     * What Kubernetes sets for each service of a namespace, and Docker for a linked container, by
     * their names: a service {@code chasqui} sets {@code CHASQUI_PORT=tcp://10.0.0.1:80}.
     */
    private static final Pattern LINK_VALUE = Pattern.compile("(?:tcp|udp|sctp)://.*");

    private static final Pattern LINK_NAME =
            Pattern.compile(
                    ".*_(?:SERVICE_HOST|SERVICE_PORT(?:_.*)?|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_.*)?)");

    /** The key whose value is the name of a variable that holds a secret. */
    private static final String NAMES_A_SECRET = "apiKeyEnv";

    /** A text that stands for a key's value, and where it was given. */
    private record Given(Place place, KeyPath path, String text) {}

    private final RecordType<?> type;
    private final Map<String, String> environment;
    private final Map<String, String> commandLine;
    private final Secrets secrets;
    private final Problems problems;
    private final VariableNames names;
    private final RecordReader reader;
    private final Set<String> known = new HashSet<>(OTHERS);

    /**
     * @param commandLine texts by the path of their key, such as {@code server.port}
     */
    Overrides(
            RecordType<?> type,
            Map<String, String> environment,
            Map<String, String> commandLine,
            Secrets secrets,
            Problems problems,
            RecordReader reader) {
        this.type = type;
        this.environment = environment;
        this.commandLine = commandLine;
        this.secrets = secrets;
        this.problems = problems;
        this.names = new VariableNames(type);
        this.reader = reader;
    }

    /** The file with what is said instead. */
    Node.Members over(Node.Members file) {
        namesOfSecrets(file.json()).forEach(secrets::add);
        Node.Members changed = file;
        Map<String, Place> first = new HashMap<>();
        for (Given given : given(file)) {
            Place before = first.putIfAbsent(given.path.toString(), given.place);
            if (before != null) {
                problems.add(
                        given.place,
                        given.path.toString(),
                        "given twice (first by " + before + ")");
            }
            changed = with(changed, given);
        }
        for (Map.Entry<String, String> option : commandLine.entrySet()) {
            Optional<KeyPath> path = ofOption(type, option.getKey());
            if (path.isPresent()) {
                changed =
                        with(changed, new Given(Place.COMMAND_LINE, path.get(), option.getValue()));
            } else {
                problems.add(
                        Place.COMMAND_LINE,
                        option.getKey(),
                        NearestName.unknownKey(option.getKey(), paths(type, "")));
            }
        }
        return changed;
    }

    /** What the environment says: the whole of a list before its items. */
    private List<Given> given(Node.Members file) {
        List<Given> found = new ArrayList<>();
        environment.forEach(
                (name, text) -> {
                    if (isOurs(name, text)) {
                        find(name, text, file).ifPresent(found::add);
                    }
                });
        found.stream()
                .filter(given -> given.path.slot().name().equals(NAMES_A_SECRET))
                .forEach(given -> secrets.add(given.text));
        found.removeIf(given -> secrets.contains(given.place.source()));
        found.forEach(given -> known.add(given.place.source()));
        found.sort(
                Comparator.comparingInt((Given given) -> given.path.steps().size())
                        .thenComparing(given -> given.place.source()));
        return found;
    }

    private boolean isOurs(String name, String text) {
        return name.startsWith(PREFIX)
                && !OTHERS.contains(name)
                && !secrets.contains(name)
                && !isLink(name, text);
    }

    private Optional<Given> find(String name, String text, Node.Members file) {
        try {
            Optional<KeyPath> path =
                    names.find(name.substring(PREFIX.length()), file, text.strip().startsWith("{"));
            path.ifPresent(any -> known.add(name));
            return path.filter(any -> !text.isBlank())
                    .map(found -> new Given(Place.ofVariable(name), found, text));
        } catch (Mistake twoKeys) {
            known.add(name);
            problems.add(Place.ofVariable(name), "", twoKeys.what());
            return Optional.empty();
        }
    }

    private Node.Members with(Node.Members before, Given given) {
        ValueType type = given.path.type().orElse(null);
        Optional<Node> replaced = at(before, given.path.steps());
        if (type != null && replaced.isPresent()) {
            // It has no effect, but will have one when the variable is gone.
            reader.mistakes(given.path.slot(), type, replaced.get().json(), given.path.toString())
                    .forEach(
                            mistake ->
                                    problems.add(
                                            replaced.get().at(), mistake.where(), mistake.what()));
        }
        try {
            Node value = TypedText.node(given.path.type(), given.place, given.text.strip());
            return (Node.Members)
                    changed(Optional.of(before), given.path.steps(), given.place, value);
        } catch (Mistake useless) {
            problems.add(given.place, given.path.toString(), useless.what());
            return before;
        }
    }

    private static Optional<Node> at(Node from, List<KeyPath.Step> steps) {
        Optional<Node> node = Optional.of(from);
        for (KeyPath.Step step : steps) {
            node =
                    switch (step) {
                        case KeyPath.Member(String name) ->
                                node.filter(Node.Members.class::isInstance)
                                        .flatMap(object -> ((Node.Members) object).value(name));
                        case KeyPath.Item(int index) ->
                                node.filter(Node.Items.class::isInstance)
                                        .map(array -> ((Node.Items) array).items())
                                        .filter(items -> index < items.size())
                                        .map(items -> items.get(index));
                        case KeyPath.Named _ -> Optional.empty();
                    };
        }
        return node;
    }

    /**
     * A node with another value at the end of some steps.
     *
     * @throws Mistake if there is an item missing in front of the one that is given
     */
    private static Node changed(
            Optional<Node> node, List<KeyPath.Step> steps, Place at, Node value) {
        if (steps.isEmpty()) {
            return value;
        }
        List<KeyPath.Step> rest = steps.subList(1, steps.size());
        return switch (steps.getFirst()) {
            case KeyPath.Member(String name) -> {
                Node.Members object =
                        node.orElse(null) instanceof Node.Members members
                                ? members
                                : new Node.Members(at, Map.of());
                Node member = changed(object.value(name), rest, at, value);
                Place nameAt =
                        Optional.ofNullable(object.members().get(name))
                                .map(Node.Member::nameAt)
                                .orElse(at);
                yield object.with(name, nameAt, member);
            }
            case KeyPath.Item(int index) -> {
                Node.Items array = array(node, at);
                int size = array.items().size();
                if (index > size) {
                    throw new Mistake(
                            "", "there is no [" + size + "] (expected: items without a gap)");
                }
                Optional<Node> item =
                        index < size ? Optional.of(array.items().get(index)) : Optional.empty();
                yield array.with(index, changed(item, rest, at, value));
            }
            case KeyPath.Named(String name) -> {
                Node.Items array = array(node, at);
                int index = indexOf(array, name);
                Node item =
                        index < array.items().size()
                                ? array.items().get(index)
                                : new Node.Members(at, Map.of())
                                        .with("name", at, new Node.Leaf(at, Json.of(name)));
                yield array.with(index, changed(Optional.of(item), rest, at, value));
            }
        };
    }

    private static Node.Items array(Optional<Node> node, Place at) {
        return node.orElse(null) instanceof Node.Items items
                ? items
                : new Node.Items(at, List.of());
    }

    /** The index of the object of a name; behind the last one if there is none. */
    private static int indexOf(Node.Items array, String name) {
        int index = 0;
        while (index < array.items().size()
                && !(array.items().get(index).json() instanceof Json.Obj object
                        && object.text("name").filter(name::equals).isPresent())) {
            index++;
        }
        return index;
    }

    private static Optional<KeyPath> ofOption(RecordType<?> type, String path) {
        String[] parts = path.split("\\.", 2);
        return type.slot(parts[0])
                .flatMap(
                        slot ->
                                (switch (slot.type()) {
                                            case ValueType.Section(var section)
                                                    when parts.length == 2 ->
                                                    ofOption(RecordType.of(section), parts[1]);
                                            case ValueType.Section _ -> Optional.<KeyPath>empty();
                                            default ->
                                                    parts.length == 1
                                                            ? Optional.of(
                                                                    KeyPath.to(slot, slot.type()))
                                                            : Optional.<KeyPath>empty();
                                        })
                                        .map(found -> found.after(new KeyPath.Member(parts[0]))));
    }

    private static List<String> paths(RecordType<?> type, String before) {
        List<String> paths = new ArrayList<>();
        for (Slot slot : type.slots()) {
            String path = Places.join(before, slot.name());
            if (slot.type() instanceof ValueType.Section(Class<? extends Record> section)) {
                paths.addAll(paths(RecordType.of(section), path));
            } else {
                paths.add(path);
            }
        }
        return paths;
    }

    private static List<String> namesOfSecrets(Json.Obj file) {
        List<String> found = new ArrayList<>();
        if (file.get("backends").orElse(Json.Arr.EMPTY) instanceof Json.Arr(List<Json> backends)) {
            for (Json backend : backends) {
                if (backend instanceof Json.Obj object) {
                    object.text(NAMES_A_SECRET).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static boolean isLink(String name, String text) {
        return LINK_VALUE.matcher(text).matches() || LINK_NAME.matcher(name).matches();
    }

    /**
     * Tells of the variables that nothing came of. They may be meant for somebody else, who shares
     * the environment, so it is a warning.
     */
    void finish() {
        environment.forEach(
                (name, text) -> {
                    if (isOurs(name, text) && !known.contains(name)) {
                        problems.warn(Place.ofVariable(name), "", unknown(name));
                    }
                });
    }

    /** Compares without the prefix, which says nothing; a section that was left out is found. */
    private String unknown(String name) {
        String written = name.substring(PREFIX.length());
        List<String> all = names.all();
        return "unknown variable, which has no effect "
                + all.stream()
                        .filter(variable -> variable.endsWith("_" + written))
                        .findFirst()
                        .or(() -> NearestName.find(written, all))
                        .map(near -> "(did you mean '" + PREFIX + near + "'?)")
                        .orElse("(expected: a key's path in capitals, as in CHASQUI_SERVER_PORT)");
    }
}

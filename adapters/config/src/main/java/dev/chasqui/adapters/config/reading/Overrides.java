package dev.chasqui.adapters.config.reading;

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
 * The values that the environment and the command line set in place of the file's, or beside them.
 *
 * <p>{@link VariableNames} maps the names of variables to keys. An empty variable counts as not
 * set, since container files often set empty ones.
 */
public final class Overrides {
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
     * The value of a variable that Kubernetes sets for each service of a namespace, and Docker for
     * a linked container: a service {@code chasqui} sets {@code CHASQUI_PORT=tcp://10.0.0.1:80}.
     */
    private static final Pattern LINK_VALUE = Pattern.compile("(?:tcp|udp|sctp)://.*");

    /**
     * The name of such a variable, which is no key of the config even if its value does not show
     * it.
     */
    private static final Pattern LINK_NAME =
            Pattern.compile(
                    ".*_(?:SERVICE_HOST|SERVICE_PORT(?:_.*)?|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_.*)?)");

    /** The key whose value is the name of a variable that holds a secret. */
    private static final String NAMES_A_SECRET = "apiKeyEnv";

    /** A value of a key as text, and the place at which it was given. */
    private record Given(ConfigPosition place, KeyPath path, String text) {}

    private final RecordType<?> type;
    private final Map<String, String> environment;
    private final Map<String, String> commandLine;
    private final SecretVariables secrets;
    private final Problems problems;
    private final VariableNames names;
    private final RecordReader reader;
    private final Set<String> known = new HashSet<>(OTHERS);

    /**
     * Creates the overrides of one configuration.
     *
     * @param commandLine values by the path of their key, such as {@code server.port}
     */
    public Overrides(
            RecordType<?> type,
            Map<String, String> environment,
            Map<String, String> commandLine,
            SecretVariables secrets,
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

    /** Returns the file's content with the overriding values in it. */
    public Node.Members over(Node.Members file) {
        namesOfSecrets(file.json()).forEach(secrets::add);
        Node.Members changed = file;
        Map<String, ConfigPosition> first = new HashMap<>();
        for (Given given : given(file)) {
            ConfigPosition before = first.putIfAbsent(given.path.toString(), given.place);
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
                        with(
                                changed,
                                new Given(
                                        ConfigPosition.COMMAND_LINE,
                                        path.get(),
                                        option.getValue()));
            } else {
                problems.add(
                        ConfigPosition.COMMAND_LINE,
                        option.getKey(),
                        NearestName.unknownKey(option.getKey(), paths(type, "")));
            }
        }
        return changed;
    }

    /** Returns the values that the environment sets, the whole of a list before its items. */
    private List<Given> given(Node.Members file) {
        List<Given> found = new ArrayList<>();
        environment.forEach(
                (name, text) -> {
                    if (isOurs(name, text)) {
                        find(name, text, file).ifPresent(found::add);
                    }
                });
        found.stream()
                .filter(given -> namesSecret(given.path))
                .forEach(given -> secrets.add(given.text));
        found.removeIf(given -> secrets.contains(given.place.source()));
        found.forEach(given -> known.add(given.place.source()));
        found.sort(
                Comparator.comparingInt((Given given) -> given.path.steps().size())
                        .thenComparing(given -> given.place.source()));
        return found;
    }

    private static boolean namesSecret(KeyPath path) {
        String name = path.slot().name();
        return name.equals(NAMES_A_SECRET)
                || (name.equals("env") && path.toString().startsWith("secrets."));
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
                    .map(found -> new Given(ConfigPosition.ofVariable(name), found, text));
        } catch (Mistake twoKeys) {
            known.add(name);
            problems.add(ConfigPosition.ofVariable(name), "", twoKeys.what());
            return Optional.empty();
        }
    }

    private Node.Members with(Node.Members before, Given given) {
        ValueType type = given.path.type().orElse(null);
        Optional<Node> replaced = at(before, given.path.steps());
        if (type != null && replaced.isPresent()) {
            // The replaced value has no effect now, but will have one when the variable is gone.
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
     * Returns a node with another value at the end of some steps.
     *
     * @throws Mistake if the steps name an item of a list and one before it is missing
     */
    private static Node changed(
            Optional<Node> node, List<KeyPath.Step> steps, ConfigPosition at, Node value) {
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
                ConfigPosition nameAt =
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

    private static Node.Items array(Optional<Node> node, ConfigPosition at) {
        return node.orElse(null) instanceof Node.Items items
                ? items
                : new Node.Items(at, List.of());
    }

    /** Returns the index of the object of a name, or the array's size if there is none. */
    private static int indexOf(Node.Items array, String name) {
        int index = 0;
        while (index < array.items().size()
                && !VariableNames.nameOf(array.items().get(index)).equals(name)) {
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
            if (slot.others()) {
                continue;
            }
            String path = ConfigPositions.join(before, slot.name());
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
        if (file.get("secrets").orElse(Json.Obj.EMPTY) instanceof Json.Obj secrets) {
            for (Json secret : secrets.members().values()) {
                if (secret instanceof Json.Obj object) {
                    object.text("env").ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static boolean isLink(String name, String text) {
        return LINK_VALUE.matcher(text).matches() || LINK_NAME.matcher(name).matches();
    }

    /**
     * Warns of the variables with our prefix that set no key. It is no mistake, since they may be
     * meant for another program in the same environment.
     */
    public void finish() {
        environment.forEach(
                (name, text) -> {
                    if (isOurs(name, text) && !known.contains(name)) {
                        problems.warn(ConfigPosition.ofVariable(name), "", unknown(name));
                    }
                });
    }

    /**
     * Returns the warning for an unknown variable. The names are compared without the prefix, which
     * all share; a key whose section was left out is found.
     */
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

package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Nearest;
import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An object of the configuration as its record reads it: by asking for its keys.
 *
 * <p>Asking makes a key known, also in the environment and on the command line, which win over the
 * file. A wrong value is reported and counts as not given, so that reading goes on; {@link #finish}
 * reports what nobody asked for.
 */
final class Section {
    private final Node.Members file;
    private final String path;
    private final Problems problems;
    private final Overrides overrides;
    private final boolean inList;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Section> children = new ArrayList<>();

    private Section(
            Node.Members file,
            String path,
            Problems problems,
            Overrides overrides,
            boolean inList) {
        this.file = file;
        this.path = path;
        this.problems = problems;
        this.overrides = overrides;
        this.inList = inList;
    }

    static Section root(Node.Members file, Problems problems, Overrides overrides) {
        return new Section(file, "", problems, overrides, false);
    }

    /** The value of a key, if it is given. */
    <T> Optional<T> value(String key, Kind<T> kind) {
        String keyPath = join(path, key);
        Optional<T> value = inFile(key).flatMap(node -> read(node, keyPath, kind));
        if (inList) {
            return value;
        }
        for (Overrides.Given given : overrides.of(keyPath, problems)) {
            problems.given(keyPath, given.place());
            value = kind.text().apply(given.text());
            if (value.isEmpty()) {
                problems.add(given.place(), keyPath, kind.complaint(new Json.Str(given.text())));
            }
        }
        return value;
    }

    /** The value of a key, or what it is by default. */
    <T> T value(String key, Kind<T> kind, T otherwise) {
        return value(key, kind).orElse(otherwise);
    }

    /**
     * The value of a key that must be given.
     *
     * @param stopgap stands for a missing or wrong value until the mistakes are told
     */
    <T> T required(String key, Kind<T> kind, T stopgap) {
        Optional<T> value = value(key, kind);
        if (value.isEmpty() && !file.members().containsKey(key)) {
            problem(key, "missing (expected: " + kind.expected() + ")");
        }
        return value.orElse(stopgap);
    }

    /** The object under a key; an empty one if it is not given. */
    Section section(String key) {
        Node.Members none = new Node.Members(file.at(), Map.of());
        Node.Members members =
                inFile(key).flatMap(node -> object(node, join(path, key))).orElse(none);
        return child(members, join(path, key), inList);
    }

    /** The objects of the list under a key; none if it is not given. */
    List<Section> sections(String key) {
        String keyPath = join(path, key);
        return switch (inFile(key).orElse(null)) {
            case null -> List.of();
            case Node.Items(Place ignored, List<Node> items) -> {
                List<Section> sections = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    String itemPath = element(keyPath, i);
                    object(items.get(i), itemPath)
                            .ifPresent(item -> sections.add(child(item, itemPath, true)));
                }
                yield sections;
            }
            case Node other -> {
                problems.add(other.at(), keyPath, complaint(other, "a list of objects"));
                yield List.of();
            }
        };
    }

    /** The values of the list under a key; none if it is not given. */
    <T> List<T> values(String key, Kind<T> kind) {
        String keyPath = join(path, key);
        List<T> values =
                switch (inFile(key).orElse(null)) {
                    case null -> List.of();
                    case Node.Items(Place ignored, List<Node> items) -> {
                        List<T> read = new ArrayList<>();
                        for (int i = 0; i < items.size(); i++) {
                            read(items.get(i), element(keyPath, i), kind).ifPresent(read::add);
                        }
                        yield read;
                    }
                    case Node other -> {
                        problems.add(other.at(), keyPath, Kinds.TEXTS.complaint(other.json()));
                        yield List.of();
                    }
                };
        if (inList) {
            return values;
        }
        for (Overrides.Given given : overrides.of(keyPath, problems)) {
            problems.given(keyPath, given.place());
            values = values(given, keyPath, kind);
        }
        return values;
    }

    /** Outside of JSON a list is written with commas. */
    private <T> List<T> values(Overrides.Given given, String keyPath, Kind<T> kind) {
        List<T> values = new ArrayList<>();
        for (String item : given.text().split(",", -1)) {
            String text = item.strip();
            kind.text()
                    .apply(text)
                    .ifPresentOrElse(
                            values::add,
                            () ->
                                    problems.add(
                                            given.place(),
                                            keyPath,
                                            kind.complaint(new Json.Str(text))));
        }
        return values;
    }

    /** The objects by name of the object under a key, whatever their names are. */
    Map<String, Section> named(String key, Kind<String> names) {
        String keyPath = join(path, key);
        Map<String, Section> sections = new LinkedHashMap<>();
        members(key, keyPath)
                .forEach(
                        (name, member) -> {
                            String memberPath = join(keyPath, name);
                            if (names.text().apply(name).isEmpty()) {
                                problems.add(
                                        member.nameAt(),
                                        memberPath,
                                        names.complaint(new Json.Str(name)));
                            }
                            object(member.value(), memberPath)
                                    .ifPresent(
                                            object ->
                                                    sections.put(
                                                            name, child(object, memberPath, true)));
                        });
        return sections;
    }

    /** The values by name of the object under a key, whatever the names are. */
    <T> Map<String, T> entries(String key, Kind<T> kind) {
        String keyPath = join(path, key);
        Map<String, T> entries = new LinkedHashMap<>();
        members(key, keyPath)
                .forEach(
                        (name, member) ->
                                read(member.value(), join(keyPath, name), kind)
                                        .ifPresent(value -> entries.put(name, value)));
        return entries;
    }

    /** The same, of which the names must be of a kind, too. */
    <T> Map<String, T> entries(String key, Kind<String> names, Kind<T> kind) {
        String keyPath = join(path, key);
        members(key, keyPath)
                .forEach(
                        (name, member) -> {
                            if (names.text().apply(name).isEmpty()) {
                                problems.add(
                                        member.nameAt(),
                                        keyPath,
                                        names.complaint(new Json.Str(name)));
                            }
                        });
        return entries(key, kind);
    }

    private Map<String, Node.Member> members(String key, String keyPath) {
        return inFile(key)
                .flatMap(node -> object(node, keyPath))
                .map(Node.Members::members)
                .orElse(Map.of());
    }

    /** The value of a variable that is named to hold a secret; empty if it is not set. */
    Optional<String> secret(String variable) {
        return overrides.secret(variable);
    }

    /** Whether the key is given, be its value right or wrong. */
    boolean has(String key) {
        return problems.place(join(path, key)).isPresent();
    }

    /** Reports a mistake of the whole object. */
    void problem(String message) {
        problems.add(file.at(), path, message);
    }

    /** Reports a mistake where a key's value was given, or at the object if it was not. */
    void problem(String key, String message) {
        problems.add(place(key), join(path, key), message);
    }

    /** Says of a key what does not stop a start. */
    void warning(String key, String message) {
        problems.warn(place(key), join(path, key), message);
    }

    /** Reports those of a list's texts that are not of a kind. */
    void eachOf(String key, List<String> texts, Kind<String> kind) {
        texts.stream()
                .filter(text -> kind.text().apply(text).isEmpty())
                .forEach(text -> problem(key, kind.complaint(new Json.Str(text))));
    }

    private Place place(String key) {
        return problems.place(join(path, key)).orElse(file.at());
    }

    /** Reports the members, here and below, that nobody asked for. */
    void finish() {
        file.members()
                .forEach(
                        (name, member) -> {
                            if (!known.contains(name)) {
                                problems.add(
                                        member.nameAt(), join(path, name), unknown(name, known));
                            }
                        });
        children.forEach(Section::finish);
    }

    /** Says that there is no such key, and which one may have been meant. */
    static String unknown(String name, Collection<String> known) {
        return "unknown key "
                + Nearest.to(name, known)
                        .map(near -> "(did you mean '" + near + "'?)")
                        .orElseGet(() -> "(expected: one of " + String.join(", ", known) + ")");
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    static String element(String path, int index) {
        return path + "[" + index + "]";
    }

    private Section child(Node.Members members, String childPath, boolean childInList) {
        Section child = new Section(members, childPath, problems, overrides, childInList);
        children.add(child);
        return child;
    }

    private Optional<Node> inFile(String key) {
        known.add(key);
        Node.@Nullable Member member = file.members().get(key);
        if (member == null) {
            return Optional.empty();
        }
        return Optional.of(member.value());
    }

    private <T> Optional<T> read(Node node, String nodePath, Kind<T> kind) {
        Optional<T> value = kind.json().apply(node.json());
        if (value.isEmpty()) {
            problems.add(node.at(), nodePath, kind.complaint(node.json()));
        }
        return value;
    }

    private Optional<Node.Members> object(Node node, String nodePath) {
        if (node instanceof Node.Members members) {
            return Optional.of(members);
        }
        problems.add(node.at(), nodePath, complaint(node, "an object"));
        return Optional.empty();
    }

    private static String complaint(Node node, String expected) {
        return Kinds.OBJECT.where(expected, object -> true).complaint(node.json());
    }
}

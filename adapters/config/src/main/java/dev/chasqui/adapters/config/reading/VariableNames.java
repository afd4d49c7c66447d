package dev.chasqui.adapters.config.reading;

import dev.chasqui.adapters.config.reading.KeyPath.Item;
import dev.chasqui.adapters.config.reading.KeyPath.Member;
import dev.chasqui.adapters.config.reading.KeyPath.Named;
import dev.chasqui.domain.binding.Mistake;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.binding.Slot;
import dev.chasqui.domain.binding.ValueType;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The mapping from names of variables, without their common prefix, to keys.
 *
 * <p>A key is written in capitals, with or without {@code _} between its words; {@code _} separates
 * a key from the next. An item of a list is written as its number, from 0, or by its name. A name
 * that the file has is written as it is, or in capitals with {@code _} for every character that is
 * no letter or digit. A new name is taken as it is written, or in lower case if it is in capitals.
 *
 * <p>The search tries every split of the variable's words into keys and names that the types allow:
 * keys by their spellings, the longest known name first, then the shortest new one.
 */
final class VariableNames {
    private static final String NUMBER = "\\d{1,4}";

    private final RecordType<?> type;

    VariableNames(RecordType<?> type) {
        this.type = type;
    }

    /**
     * Returns the key that a variable names; empty if it names none.
     *
     * @param name the variable's name without the prefix
     * @param written the configuration so far, which has the known names
     * @param isObject true if the variable's text is a JSON object
     * @throws Mistake if the name means two keys
     */
    Optional<KeyPath> find(String name, Node.Members written, boolean isObject) {
        return new Search(isObject)
                .inRecord(type, Optional.of(written), List.of(name.split("_", -1)));
    }

    /** Returns the names of all variables, with 0 for an index and NAME for a name. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        addAll(type, "", all);
        return all;
    }

    private static void addAll(RecordType<?> type, String before, List<String> all) {
        for (Slot slot : type.slots()) {
            // Names of one's own are set in the file alone: a variable could mean a key, too.
            if (slot.others()) {
                continue;
            }
            for (String name : spellings(slot.name())) {
                addAll(slot.type(), before + name, all);
            }
        }
    }

    private static void addAll(ValueType type, String name, List<String> all) {
        switch (type) {
            case ValueType.Section(Class<? extends Record> section) ->
                    addAll(RecordType.of(section), name + "_", all);
            case ValueType.Many(ValueType.Section item) -> addAll(item, name + "_0", all);
            case ValueType.Table(ValueType item) -> addAll(item, name + "_NAME", all);
            case ValueType.Scalar _, ValueType.Maybe _, ValueType.Many _, ValueType.Open _ ->
                    all.add(name);
        }
    }

    /** Returns a key in capitals, once as one word and once with {@code _} between its words. */
    private static Set<String> spellings(String key) {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(key.toUpperCase(Locale.ROOT));
        spellings.add(key.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT));
        return spellings;
    }

    /** Returns the spellings of a known name. */
    private static Set<String> spellingsOfName(String name) {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(name);
        spellings(name).forEach(each -> spellings.add(each.replaceAll("[^A-Z0-9]", "_")));
        return spellings;
    }

    /**
     * Returns the name of a list's object, or its type, which stands for the name if it has none;
     * an empty text for an object without both.
     */
    static String nameOf(Node item) {
        return item.json() instanceof Json.Obj object
                ? object.text("name").or(() -> object.text("type")).orElse("")
                : "";
    }

    /** The search for the key that one variable names. */
    private record Search(boolean isObject) {

        Optional<KeyPath> inRecord(RecordType<?> type, Optional<Node> node, List<String> words) {
            for (Slot slot : type.slots()) {
                if (slot.others()) {
                    continue;
                }
                for (String spelling : spellings(slot.name())) {
                    List<String> key = List.of(spelling.split("_"));
                    if (words.size() >= key.size() && words.subList(0, key.size()).equals(key)) {
                        List<String> rest = words.subList(key.size(), words.size());
                        Optional<KeyPath> found =
                                rest.isEmpty() && slot.type() instanceof ValueType.Section
                                        ? Optional.empty()
                                        : in(slot, slot.type(), member(node, slot.name()), rest);
                        if (found.isPresent()) {
                            return found.map(path -> path.after(new Member(slot.name())));
                        }
                    }
                }
            }
            return Optional.empty();
        }

        private Optional<KeyPath> in(
                Slot slot, ValueType type, Optional<Node> node, List<String> words) {
            if (words.isEmpty()) {
                boolean whole = type instanceof ValueType.Section || type instanceof ValueType.Open;
                return whole && !isObject ? Optional.empty() : Optional.of(KeyPath.to(slot, type));
            }
            return switch (type) {
                case ValueType.Scalar _ -> Optional.empty();
                case ValueType.Maybe(ValueType item) -> in(slot, item, node, words);
                case ValueType.Many(ValueType item) -> inList(slot, item, node, words);
                case ValueType.Table(ValueType item) -> inTable(slot, item, node, words);
                case ValueType.Section(Class<? extends Record> section) ->
                        inRecord(RecordType.of(section), node, words);
                case ValueType.Open _ -> Optional.of(inOpen(slot, node, words));
            };
        }

        private Optional<KeyPath> inList(
                Slot slot, ValueType type, Optional<Node> node, List<String> words) {
            if (words.getFirst().matches(NUMBER)) {
                int index = Integer.parseInt(words.getFirst());
                return in(slot, type, item(node, index), words.subList(1, words.size()))
                        .map(path -> path.after(new Item(index)));
            }
            if (!(type instanceof ValueType.Section(Class<? extends Record> section))
                    || RecordType.of(section).slot("name").isEmpty()) {
                return Optional.empty();
            }
            List<String> names = itemNames(node);
            return inKnown(
                            names,
                            words,
                            (name, rest) -> {
                                int index = names.indexOf(name);
                                return in(slot, type, item(node, index), rest)
                                        .map(path -> path.after(new Item(index)));
                            })
                    .or(
                            () ->
                                    inNew(
                                            words,
                                            false,
                                            (name, rest) ->
                                                    in(slot, type, Optional.empty(), rest)
                                                            .map(
                                                                    path ->
                                                                            path.after(
                                                                                    new Named(
                                                                                            name)))));
        }

        private Optional<KeyPath> inTable(
                Slot slot, ValueType type, Optional<Node> node, List<String> words) {
            InnerSearch inside =
                    (name, rest) ->
                            in(slot, type, member(node, name), rest)
                                    .map(path -> path.after(new Member(name)));
            Optional<KeyPath> known = inKnown(memberNames(node), words, inside);
            if (known.isPresent()) {
                return known;
            }
            boolean asWritten = slot.names().isInCapitals();
            if (type instanceof ValueType.Scalar) {
                String name = spelled(String.join("_", words), asWritten);
                return inside.find(name, List.of());
            }
            return inNew(words, asWritten, inside);
        }

        /** Finds a key behind the longest known name that has one. */
        private Optional<KeyPath> inKnown(
                List<String> names, List<String> words, InnerSearch inside) {
            for (int end = words.size(); end > 0; end--) {
                String written = String.join("_", words.subList(0, end));
                if (written.isEmpty()) {
                    continue;
                }
                List<String> meant =
                        names.contains(written)
                                ? List.of(written)
                                : names.stream()
                                        .filter(name -> spellingsOfName(name).contains(written))
                                        .toList();
                if (meant.isEmpty()) {
                    continue;
                }
                Optional<KeyPath> found =
                        inside.find(meant.getFirst(), words.subList(end, words.size()));
                if (found.isPresent() && meant.size() > 1) {
                    throw new Mistake(
                            "",
                            written
                                    + " means "
                                    + String.join(" and ", meant)
                                    + " (expected: the name of one, as the file spells it)");
                }
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        /** Finds a key behind the shortest new name that has one. */
        private static Optional<KeyPath> inNew(
                List<String> words, boolean asWritten, InnerSearch inside) {
            for (int end = 1; end <= words.size(); end++) {
                String name = spelled(String.join("_", words.subList(0, end)), asWritten);
                Optional<KeyPath> found = inside.find(name, words.subList(end, words.size()));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        /**
         * In a part that only an agent knows, each word is one name, except within names that the
         * file has.
         */
        private KeyPath inOpen(Slot slot, Optional<Node> node, List<String> words) {
            if (words.isEmpty()) {
                return new KeyPath(List.of(), slot, Optional.empty());
            }
            Function<List<String>, List<String>> rest = from -> from.subList(1, from.size());
            if (node.orElse(null) instanceof Node.Items && words.getFirst().matches(NUMBER)) {
                int index = Integer.parseInt(words.getFirst());
                return inOpen(slot, item(node, index), rest.apply(words)).after(new Item(index));
            }
            return inKnown(
                            memberNames(node),
                            words,
                            (name, after) ->
                                    Optional.of(
                                            inOpen(slot, member(node, name), after)
                                                    .after(new Member(name))))
                    .orElseGet(
                            () ->
                                    inOpen(slot, Optional.empty(), rest.apply(words))
                                            .after(new Member(spelled(words.getFirst(), false))));
        }

        /** Returns a new name, in lower case if it is in capitals. */
        private static String spelled(String name, boolean asWritten) {
            boolean capitals = name.equals(name.toUpperCase(Locale.ROOT));
            return capitals && !asWritten ? name.toLowerCase(Locale.ROOT) : name;
        }

        private static Optional<Node> member(Optional<Node> node, String name) {
            return node.flatMap(
                    any ->
                            any instanceof Node.Members object
                                    ? object.value(name)
                                    : Optional.empty());
        }

        private static Optional<Node> item(Optional<Node> node, int index) {
            return node.flatMap(
                    any ->
                            any instanceof Node.Items(ConfigPosition _, List<Node> items)
                                            && index < items.size()
                                    ? Optional.of(items.get(index))
                                    : Optional.empty());
        }

        private static List<String> memberNames(Optional<Node> node) {
            return node.orElse(null)
                            instanceof
                            Node.Members(ConfigPosition _, Map<String, Node.Member> members)
                    ? List.copyOf(members.keySet())
                    : List.of();
        }

        /**
         * Returns the names of a list's objects by index, an empty one for an object without a
         * name.
         */
        private static List<String> itemNames(Optional<Node> node) {
            return node.orElse(null) instanceof Node.Items(ConfigPosition _, List<Node> items)
                    ? items.stream().map(VariableNames::nameOf).toList()
                    : List.of();
        }
    }

    /** A search for the key behind a name. */
    private interface InnerSearch {
        Optional<KeyPath> find(String name, List<String> rest);
    }
}

package dev.chasqui.adapters.config.reading;

import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value of the config file with its place in the file. Immutable. */
public sealed interface Node {

    /** Returns the place where the value begins. */
    ConfigPosition at();

    /** Returns the value without its places. */
    Json json();

    /** Returns the same value with all its parts at another place. */
    Node at(ConfigPosition other);

    /** An object. */
    record Members(ConfigPosition at, Map<String, Member> members) implements Node {
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public Json.Obj json() {
            Map<String, Json> plain = new LinkedHashMap<>();
            members.forEach((name, member) -> plain.put(name, member.value().json()));
            return new Json.Obj(plain);
        }

        @Override
        public Members at(ConfigPosition other) {
            Map<String, Member> moved = new LinkedHashMap<>();
            members.forEach(
                    (name, member) -> moved.put(name, new Member(other, member.value().at(other))));
            return new Members(other, moved);
        }

        /** Returns this object with a member added, or replaced at its position. */
        Members with(String name, ConfigPosition nameAt, Node value) {
            Map<String, Member> changed = new LinkedHashMap<>(members);
            changed.put(name, new Member(nameAt, value));
            return new Members(at, changed);
        }

        /** Returns this object without a member. */
        public Members without(String name) {
            Map<String, Member> changed = new LinkedHashMap<>(members);
            changed.remove(name);
            return new Members(at, changed);
        }

        /** Returns the value of a member, if it exists. */
        public Optional<Node> value(String name) {
            return Optional.ofNullable(members.get(name)).map(Member::value);
        }
    }

    /** A member of an object: the place of its name, and its value. */
    record Member(ConfigPosition nameAt, Node value) {}

    /** An array. */
    record Items(ConfigPosition at, List<Node> items) implements Node {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public Json.Arr json() {
            return new Json.Arr(items.stream().map(Node::json).toList());
        }

        @Override
        public Items at(ConfigPosition other) {
            return new Items(other, items.stream().map(item -> item.at(other)).toList());
        }

        /** Returns this array with an item replaced, or added at the end. */
        Items with(int index, Node value) {
            List<Node> changed = new ArrayList<>(items);
            if (index == items.size()) {
                changed.add(value);
            } else {
                changed.set(index, value);
            }
            return new Items(at, changed);
        }
    }

    /** A string, a number, true, false or null. */
    record Leaf(ConfigPosition at, Json json) implements Node {
        @Override
        public Leaf at(ConfigPosition other) {
            return new Leaf(other, json);
        }
    }
}

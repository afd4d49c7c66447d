package dev.chasqui.adapters.config;

import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value of the config file that knows where it stands. */
sealed interface Node {

    Place at();

    /** The value without its places. */
    Json json();

    /** The same value, all of it at another place. */
    Node at(Place other);

    /** An object. */
    record Members(Place at, Map<String, Member> members) implements Node {
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
        public Members at(Place other) {
            Map<String, Member> moved = new LinkedHashMap<>();
            members.forEach(
                    (name, member) -> moved.put(name, new Member(other, member.value().at(other))));
            return new Members(other, moved);
        }

        /** This object with a member added, or replaced where it stands. */
        Members with(String name, Place nameAt, Node value) {
            Map<String, Member> changed = new LinkedHashMap<>(members);
            changed.put(name, new Member(nameAt, value));
            return new Members(at, changed);
        }

        /** This object without a member. */
        Members without(String name) {
            Map<String, Member> changed = new LinkedHashMap<>(members);
            changed.remove(name);
            return new Members(at, changed);
        }

        /** The value of a member, if there is one. */
        Optional<Node> value(String name) {
            return Optional.ofNullable(members.get(name)).map(Member::value);
        }
    }

    /** A member of an object: where its name stands, and its value. */
    record Member(Place nameAt, Node value) {}

    /** An array. */
    record Items(Place at, List<Node> items) implements Node {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public Json.Arr json() {
            return new Json.Arr(items.stream().map(Node::json).toList());
        }

        @Override
        public Items at(Place other) {
            return new Items(other, items.stream().map(item -> item.at(other)).toList());
        }

        /** This array with an item replaced, or added at the end. */
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
    record Leaf(Place at, Json json) implements Node {
        @Override
        public Leaf at(Place other) {
            return new Leaf(other, json);
        }
    }
}

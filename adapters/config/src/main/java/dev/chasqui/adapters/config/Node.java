package dev.chasqui.adapters.config;

import dev.chasqui.domain.json.Json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value of the config file that knows where it stands. */
sealed interface Node {

    Place at();

    /** The value without its places. */
    Json json();

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
    }

    /** A string, a number, true, false or null. */
    record Leaf(Place at, Json json) implements Node {}
}

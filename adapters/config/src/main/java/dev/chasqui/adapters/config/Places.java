package dev.chasqui.adapters.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The places at which the keys of a configuration were given, by their paths. Immutable. */
final class Places {
    private final Map<String, Place> values = new HashMap<>();
    private final Map<String, Place> names = new HashMap<>();

    private Places() {}

    /** The places of all that was written. */
    static Places of(Node.Members written) {
        Places places = new Places();
        places.add("", written);
        return places;
    }

    private void add(String path, Node node) {
        values.put(path, node.at());
        switch (node) {
            case Node.Members(Place _, Map<String, Node.Member> members) ->
                    members.forEach(
                            (name, member) -> {
                                String memberPath = join(path, name);
                                names.put(memberPath, member.nameAt());
                                add(memberPath, member.value());
                            });
            case Node.Items items -> {
                for (int i = 0; i < items.items().size(); i++) {
                    add(element(path, i), items.items().get(i));
                }
            }
            case Node.Leaf _ -> {
                // Nothing is below it.
            }
        }
    }

    /** Where the value of a key stands; empty if it was not given. */
    Optional<Place> value(String path) {
        return Optional.ofNullable(values.get(path));
    }

    /** Where the value of a key stands, or that of what is around it. */
    Place nearest(String path) {
        String around = path;
        while (!values.containsKey(around) && !around.isEmpty()) {
            int end = Math.max(around.lastIndexOf('.'), around.lastIndexOf('['));
            around = around.substring(0, Math.max(end, 0));
        }
        return values.getOrDefault(around, ConfigReader.NOWHERE);
    }

    /** Where the name of a key stands, or the value of what is around it. */
    Place name(String path) {
        Place place = names.get(path);
        return place == null ? nearest(path) : place;
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    static String element(String path, int index) {
        return path + "[" + index + "]";
    }
}

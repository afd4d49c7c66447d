package dev.chasqui.adapters.config.reading;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The places of all keys of a configuration, by their paths. Immutable. */
public final class ConfigPositions {
    private final Map<String, ConfigPosition> values = new HashMap<>();
    private final Map<String, ConfigPosition> names = new HashMap<>();

    private ConfigPositions() {}

    /** Returns the places of everything in a configuration as it was written. */
    public static ConfigPositions of(Node.Members written) {
        ConfigPositions places = new ConfigPositions();
        places.add("", written);
        return places;
    }

    private void add(String path, Node node) {
        values.put(path, node.at());
        switch (node) {
            case Node.Members(ConfigPosition _, Map<String, Node.Member> members) ->
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
                // A leaf has no members.
            }
        }
    }

    /** Returns the place of a key's value; empty if the key was not given. */
    Optional<ConfigPosition> value(String path) {
        return Optional.ofNullable(values.get(path));
    }

    /** Returns the place of a key's value, or that of the closest part around it that was given. */
    ConfigPosition nearest(String path) {
        String around = path;
        while (!values.containsKey(around) && !around.isEmpty()) {
            int end = Math.max(around.lastIndexOf('.'), around.lastIndexOf('['));
            around = around.substring(0, Math.max(end, 0));
        }
        return values.getOrDefault(around, ConfigPosition.NOWHERE);
    }

    /** Returns the place of a key's name, or that of the closest value around it. */
    ConfigPosition name(String path) {
        ConfigPosition place = names.get(path);
        return place == null ? nearest(path) : place;
    }

    /** Returns the path of a key under another. */
    public static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Returns the path of an item of a list. */
    public static String element(String path, int index) {
        return path + "[" + index + "]";
    }
}

package dev.chasqui.adapters.processes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What must not show in the output of a program. */
final class Secrets {
    private static final Pattern NAME =
            Pattern.compile("KEY|TOKEN|SECRET|PASSWORD", Pattern.CASE_INSENSITIVE);

    /** Shorter values are words that stand everywhere, and protect nothing. */
    private static final int SHORTEST = 8;

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = values;
    }

    /**
     * The key of a server, and what its environment or ours calls a key, a token, a secret or a
     * password.
     */
    static Secrets of(String key, Map<String, String> environment) {
        return of(key, environment, System.getenv());
    }

    static Secrets of(String key, Map<String, String> environment, Map<String, String> ours) {
        List<String> values = new ArrayList<>();
        values.add(key);
        for (Map<String, String> one : List.of(environment, ours)) {
            one.forEach(
                    (name, value) -> {
                        if (value.length() >= SHORTEST && NAME.matcher(name).find()) {
                            values.add(value);
                        }
                    });
        }
        // One may be part of another.
        values.sort(Comparator.comparingInt(String::length).reversed());
        return new Secrets(Collections.unmodifiableList(values));
    }

    /** A text in which {@code ***} stands for each of them. */
    String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, "***");
        }
        return hidden;
    }

    /** The length of the longest: a text that is cut sooner may leave a part of it. */
    int longest() {
        return values.getFirst().length();
    }
}

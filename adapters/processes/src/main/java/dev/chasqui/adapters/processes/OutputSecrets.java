package dev.chasqui.adapters.processes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The texts that must not appear in the output of a program. */
final class OutputSecrets {
    private static final Pattern NAME =
            Pattern.compile("KEY|TOKEN|SECRET|PASSWORD", Pattern.CASE_INSENSITIVE);

    /**
     * The length of the shortest protected value. Shorter ones are common words, and protect
     * nothing.
     */
    private static final int SHORTEST = 8;

    private final List<String> values;

    private OutputSecrets(List<String> values) {
        this.values = values;
    }

    /**
     * Returns the key of a server, and the values of variables in its environment or ours whose
     * names contain key, token, secret or password.
     */
    static OutputSecrets of(String key, Map<String, String> environment) {
        return of(key, environment, System.getenv());
    }

    static OutputSecrets of(String key, Map<String, String> environment, Map<String, String> ours) {
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
        // One value may be part of another, so the longest are replaced first.
        values.sort(Comparator.comparingInt(String::length).reversed());
        return new OutputSecrets(Collections.unmodifiableList(values));
    }

    /** Replaces each secret in a text by {@code ***}. */
    String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, "***");
        }
        return hidden;
    }

    /**
     * Returns the length of the longest secret; a text must be longer than that before it can be
     * cut safely.
     */
    int longest() {
        return values.getFirst().length();
    }
}

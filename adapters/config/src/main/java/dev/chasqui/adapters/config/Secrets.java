package dev.chasqui.adapters.config;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The variables of the environment that the configuration names to hold secrets. */
final class Secrets {
    private final Map<String, String> environment;
    private final Set<String> names = new HashSet<>();

    Secrets(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Makes a variable known as one that holds a secret, whatever its name looks like. */
    void add(String variable) {
        names.add(variable);
    }

    /** The value of a variable, which is known from now on; empty if it is not set. */
    Optional<String> value(String variable) {
        names.add(variable);
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
    }

    /** Whether a variable holds a secret. */
    boolean contains(String variable) {
        return names.contains(variable);
    }
}

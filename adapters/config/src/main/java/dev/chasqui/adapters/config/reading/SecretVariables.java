package dev.chasqui.adapters.config.reading;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The environment variables that hold secrets because the configuration names them so. */
public final class SecretVariables {
    private final Map<String, String> environment;
    private final Set<String> names = new HashSet<>();

    /** Creates the reader; no variable is a secret yet. */
    public SecretVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Marks a variable as one that holds a secret, even if its name is that of a key. */
    void add(String variable) {
        names.add(variable);
    }

    /** Returns the value of a variable and marks it as a secret; empty if it is not set. */
    Optional<String> value(String variable) {
        names.add(variable);
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
    }

    /** Returns true if a variable holds a secret. */
    boolean contains(String variable) {
        return names.contains(variable);
    }
}

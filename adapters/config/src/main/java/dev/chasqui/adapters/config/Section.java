package dev.chasqui.adapters.config;

import java.util.Optional;

/** A part of the configuration of which its record says what is wrong across keys. */
final class Section {
    private final String path;
    private final Problems problems;
    private final Secrets secrets;

    private Section(String path, Problems problems, Secrets secrets) {
        this.path = path;
        this.problems = problems;
        this.secrets = secrets;
    }

    /** The whole configuration. */
    static Section root(Problems problems, Secrets secrets) {
        return new Section("", problems, secrets);
    }

    /** The part under a key. */
    Section section(String key) {
        return new Section(Places.join(path, key), problems, secrets);
    }

    /** An item of the list under a key. */
    Section item(String key, int index) {
        return new Section(Places.element(Places.join(path, key), index), problems, secrets);
    }

    /** The value of a variable that is named to hold a secret; empty if it is not set. */
    Optional<String> secret(String variable) {
        return secrets.value(variable);
    }

    /** Whether a key is given, be its value right or wrong. */
    boolean has(String key) {
        return problems.places().value(Places.join(path, key)).isPresent();
    }

    /** Reports a mistake of the whole part. */
    void problem(String message) {
        problems.add(path, message);
    }

    /** Reports a mistake where a key's value was given, or at the part if it was not. */
    void problem(String key, String message) {
        problems.add(Places.join(path, key), message);
    }

    /** Says of a key what does not stop a start. */
    void warning(String key, String message) {
        problems.warn(Places.join(path, key), message);
    }
}

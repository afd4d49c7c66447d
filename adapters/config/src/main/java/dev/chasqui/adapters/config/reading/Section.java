package dev.chasqui.adapters.config.reading;

import java.util.Optional;

/** A part of the configuration, to which its record adds the mistakes that span several keys. */
public final class Section {
    private final String path;
    private final Problems problems;
    private final SecretVariables secrets;

    private Section(String path, Problems problems, SecretVariables secrets) {
        this.path = path;
        this.problems = problems;
        this.secrets = secrets;
    }

    /** Returns the section of the whole configuration. */
    public static Section root(Problems problems, SecretVariables secrets) {
        return new Section("", problems, secrets);
    }

    /** Returns the section under a key. */
    public Section section(String key) {
        return new Section(ConfigPositions.join(path, key), problems, secrets);
    }

    /** Returns the section of an item in the list under a key. */
    public Section item(String key, int index) {
        return new Section(
                ConfigPositions.element(ConfigPositions.join(path, key), index), problems, secrets);
    }

    /** Returns the value of a variable that holds a secret; empty if it is not set. */
    public Optional<String> secret(String variable) {
        return secrets.value(variable);
    }

    /** Returns true if a key is given, with a right or a wrong value. */
    public boolean has(String key) {
        return problems.places().value(ConfigPositions.join(path, key)).isPresent();
    }

    /** Returns true if the section as a whole, or the value of this key, was found to be wrong. */
    public boolean isWrong(String key) {
        return problems.has(path) || problems.has(ConfigPositions.join(path, key));
    }

    /** Reports a mistake of the whole section. */
    public void problem(String message) {
        problems.add(path, message);
    }

    /** Reports a mistake at the value of a key, or at the section if the key was not given. */
    public void problem(String key, String message) {
        problems.add(ConfigPositions.join(path, key), message);
    }

    /** Reports a warning about a key, which does not stop a start. */
    public void warning(String key, String message) {
        problems.warn(ConfigPositions.join(path, key), message);
    }
}

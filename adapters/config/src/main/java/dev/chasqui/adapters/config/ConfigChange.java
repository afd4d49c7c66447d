package dev.chasqui.adapters.config;

import java.util.Optional;

/**
 * A key whose value differs between two configurations, or that one of them lacks.
 *
 * @param path the key, such as {@code server.maxBody}, {@code backends[gpu].url} or {@code
 *     agents.rag}; an object of a list is written by its name
 * @param needsRestart true if the change takes effect only with the next start
 * @param before the value before; empty if there was none, or if it might be a secret
 * @param after the value after; empty if there is none, or if it might be a secret
 */
public record ConfigChange(
        String path, boolean needsRestart, Optional<String> before, Optional<String> after) {

    /** Makes a change whose values are not told. */
    ConfigChange(String path, boolean needsRestart) {
        this(path, needsRestart, Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        return path;
    }
}

package dev.chasqui.adapters.config;

/**
 * A key whose value differs between two configurations, or that one of them lacks.
 *
 * @param path the key, such as {@code server.maxBody}, {@code backends[gpu].url} or {@code
 *     agents.rag}; an object of a list is written by its name
 * @param needsRestart true if the change takes effect only with the next start
 */
public record ConfigChange(String path, boolean needsRestart) {

    @Override
    public String toString() {
        return path;
    }
}

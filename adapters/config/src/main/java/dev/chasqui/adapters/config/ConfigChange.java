package dev.chasqui.adapters.config;

/**
 * A key whose value another configuration changes, adds or takes away.
 *
 * @param path the key, such as {@code server.maxBody}, {@code backends[gpu].url} or {@code
 *     agents.rag}: the objects of a list by their names
 * @param needsRestart whether it takes effect with the next start alone
 */
public record ConfigChange(String path, boolean needsRestart) {

    @Override
    public String toString() {
        return path;
    }
}

package dev.chasqui.application.port.registry;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A server behind this one, as it was registered or as the config describes it.
 *
 * @param id the unique name of its backend
 * @param url its address
 * @param kinds the kinds of requests that it gets; empty for what its models are known to answer
 * @param key the key that it demands; empty if it demands none
 * @param type the program or service that it is, such as {@code llama.cpp}; empty if that is not
 *     known
 * @param models the names of its models; empty if it is asked for its list
 */
public record ServerEntry(
        String id,
        String url,
        Set<ServerKind> kinds,
        Optional<ServerKey> key,
        Optional<String> type,
        List<String> models) {
    /** Copies the collections. */
    public ServerEntry {
        kinds = Set.copyOf(kinds);
        models = List.copyOf(models);
    }
}

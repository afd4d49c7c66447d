package dev.chasqui.application.port.registry;

import dev.chasqui.domain.model.Zone;

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
 * @param zone the zone of its data; empty for the one that its address implies
 * @param type the program or service that it is, such as {@code llama.cpp}; empty if that is not
 *     known
 * @param models the names of its models; empty if it is asked for its list
 */
public record ServerEntry(
        String id,
        String url,
        Set<ServerKind> kinds,
        Optional<ServerKey> key,
        Optional<Zone> zone,
        Optional<String> type,
        List<String> models) {
    /** Copies the collections. */
    public ServerEntry {
        kinds = Set.copyOf(kinds);
        models = List.copyOf(models);
    }

    /** Returns true if an address leads to this server, too. */
    public boolean isAt(ServerAddress address) {
        return ServerAddress.of(url).equals(address);
    }
}

package dev.chasqui.application.port.discovery;

import java.util.List;
import java.util.Optional;

/**
 * The use that is wished of the network.
 *
 * @param find the types of the services to look for; empty to look for none
 * @param advertised the announcement of this server; empty for none
 * @param interfaces the names or addresses of the interfaces to use; empty for those that lead to a
 *     network
 */
public record NetworkWish(
        List<String> find, Optional<Advertisement> advertised, List<String> interfaces) {
    /** The wish to leave the network alone. */
    public static final NetworkWish NOTHING =
            new NetworkWish(List.of(), Optional.empty(), List.of());

    /** Copies the lists. */
    public NetworkWish {
        find = List.copyOf(find);
        interfaces = List.copyOf(interfaces);
    }

    /** Returns true if nothing is wished. */
    public boolean isNothing() {
        return find.isEmpty() && advertised.isEmpty();
    }
}

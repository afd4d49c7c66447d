package dev.chasqui.application.port.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The registered servers and the drained backends. Immutable.
 *
 * @param servers the servers, in the order in which they were registered
 * @param drained the backends that get no new requests, registered or not
 */
public record RegisteredServers(List<ServerEntry> servers, Set<DrainedServer> drained) {
    /** The most servers, and the most drained backends. */
    public static final int MOST = 1000;

    /** No servers. */
    public static final RegisteredServers NONE = new RegisteredServers(List.of(), Set.of());

    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException if there are too many, or if two have the same id
     */
    public RegisteredServers {
        servers = List.copyOf(servers);
        drained = Set.copyOf(drained);
        requireFew("servers", servers.size());
        requireFew("drained", drained.size());
        if (servers.stream().map(ServerEntry::id).distinct().count() < servers.size()) {
            throw new IllegalArgumentException("servers: two have the same id");
        }
    }

    private static void requireFew(String what, int count) {
        if (count > MOST) {
            throw new IllegalArgumentException(
                    what + ": " + count + " (expected: at most " + MOST + ")");
        }
    }

    /** Returns the server with an id; empty if there is none. */
    public Optional<ServerEntry> find(String id) {
        return servers.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** Returns these with a server, in place of the one with the same id. */
    public RegisteredServers with(ServerEntry server) {
        List<ServerEntry> all = new ArrayList<>(servers);
        all.replaceAll(one -> one.id().equals(server.id()) ? server : one);
        if (find(server.id()).isEmpty()) {
            all.add(server);
        }
        return new RegisteredServers(all, drained);
    }

    /** Returns these without a server, which is not drained any more either. */
    public RegisteredServers without(ServerEntry server) {
        return new RegisteredServers(
                servers.stream().filter(Predicate.not(server::equals)).toList(),
                without(new DrainedServer(server.id(), server.url())).drained());
    }

    /**
     * Returns these without a change of servers that was stored in between; backends that were
     * drained or resumed since stay so.
     *
     * @param before the state before the change
     * @param after the state after it
     */
    public RegisteredServers undo(RegisteredServers before, RegisteredServers after) {
        Set<DrainedServer> marks = new HashSet<>(before.drained);
        marks.removeAll(after.drained);
        marks.addAll(drained);
        return new RegisteredServers(before.servers, marks);
    }

    /** Returns these with a drained backend. */
    public RegisteredServers with(DrainedServer one) {
        Set<DrainedServer> more = new HashSet<>(drained);
        more.add(one);
        return new RegisteredServers(servers, more);
    }

    /** Returns these without a drained backend. */
    public RegisteredServers without(DrainedServer one) {
        Set<DrainedServer> others = new HashSet<>(drained);
        others.remove(one);
        return new RegisteredServers(servers, others);
    }
}

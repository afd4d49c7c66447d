package dev.chasqui.application.discovery;

import dev.chasqui.application.port.registry.ServerAddress;
import dev.chasqui.application.port.registry.ServerEntry;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The comparison of discovered servers with others, by which a server that is known already is not
 * used a second time. Two are the same if they have the same name, or the same port and an address
 * in common; all addresses of this machine are one. A host whose addresses are not known yet may be
 * any, so the two count as the same.
 *
 * @param names the addresses of the names that were looked up
 * @param own the addresses of this machine
 */
record Twins(Map<String, Set<InetAddress>> names, Set<InetAddress> own) {

    /** Returns the discovered servers that are none of the others. */
    List<ServerEntry> beside(List<Discovered> discovered, Collection<ServerEntry> others) {
        return discovered.stream()
                .filter(one -> others.stream().noneMatch(other -> isSame(one, other)))
                .map(Discovered::server)
                .toList();
    }

    /** Returns the names whose addresses the comparison needs. */
    static Set<String> namesOf(List<Discovered> discovered, Collection<ServerEntry> others) {
        List<ServerAddress> found =
                discovered.stream().map(one -> ServerAddress.of(one.server().url())).toList();
        Set<Integer> ports = found.stream().map(ServerAddress::port).collect(Collectors.toSet());
        return Stream.concat(
                        found.stream(),
                        others.stream()
                                .map(one -> ServerAddress.of(one.url()))
                                .filter(one -> ports.contains(one.port())))
                .map(ServerAddress::host)
                .filter(host -> literal(host).isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean isSame(Discovered one, ServerEntry other) {
        if (one.server().id().equals(other.id())) {
            return true;
        }
        ServerAddress found = ServerAddress.of(one.server().url());
        ServerAddress known = ServerAddress.of(other.url());
        if (found.port() != known.port()) {
            return false;
        }
        if (found.host().equals(known.host())
                || one.service().host().equalsIgnoreCase(known.host())) {
            return true;
        }
        Optional<Set<InetAddress>> ofFound = addresses(found.host());
        Optional<Set<InetAddress>> ofKnown = addresses(known.host());
        if (ofFound.isEmpty() || ofKnown.isEmpty()) {
            return true;
        }
        Set<InetAddress> all = new HashSet<>(ofFound.get());
        one.service().addresses().forEach(address -> all.add(comparable(address)));
        return ofKnown.get().stream().anyMatch(all::contains);
    }

    /** Returns the addresses of a host; empty if they are not known yet. */
    private Optional<Set<InetAddress>> addresses(String host) {
        return literal(host)
                .map(Set::of)
                .or(() -> Optional.ofNullable(names.get(host)))
                .map(all -> all.stream().map(this::comparable).collect(Collectors.toSet()));
    }

    private InetAddress comparable(InetAddress address) {
        return address.isLoopbackAddress() || own.contains(address)
                ? InetAddress.getLoopbackAddress()
                : address;
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package dev.chasqui.bootstrap.added;

import dev.chasqui.application.port.registry.ServerAddress;
import dev.chasqui.application.port.registry.ServerEntry;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The servers that are used beside those of the config. The config precedes registered servers, and
 * those precede discovered ones: a server whose name or address is taken is not used. Not safe for
 * use by several threads.
 */
public final class AddedServers {
    private static final System.Logger LOG = System.getLogger(AddedServers.class.getName());

    private final Supplier<List<ServerEntry>> registered;
    private final UnaryOperator<List<ServerEntry>> discovered;

    /** The names of registered servers that are not used, of which the log was told. */
    private Set<String> shadowed = Set.of();

    /**
     * Makes them of what these return at each use.
     *
     * @param discovered returns the discovered servers that are none of some others
     */
    public AddedServers(
            Supplier<List<ServerEntry>> registered, UnaryOperator<List<ServerEntry>> discovered) {
        this.registered = registered;
        this.discovered = discovered;
    }

    /** Returns true for the name of a registered server, be it used or not. */
    public boolean hasRegistered(String name) {
        return registered.get().stream().anyMatch(one -> one.id().equals(name));
    }

    /**
     * Returns the servers to use, the registered ones first. The log is told of registered ones
     * that are not used when they become so.
     *
     * @param configured the servers of the config
     */
    public List<ServerEntry> beside(List<ServerEntry> configured) {
        List<ServerEntry> all = registered.get();
        List<ServerEntry> free =
                all.stream().filter(one -> configured.stream().noneMatch(isOf(one))).toList();
        tellShadowed(all, free);
        List<ServerEntry> used = new ArrayList<>(configured);
        used.addAll(free);
        used.addAll(discovered.apply(used));
        return used.subList(configured.size(), used.size());
    }

    private void tellShadowed(List<ServerEntry> all, List<ServerEntry> free) {
        Set<String> others =
                all.stream()
                        .filter(one -> !free.contains(one))
                        .map(ServerEntry::id)
                        .collect(Collectors.toUnmodifiableSet());
        others.stream()
                .filter(name -> !shadowed.contains(name))
                .forEach(
                        name ->
                                LOG.log(
                                        System.Logger.Level.WARNING,
                                        "the registered server "
                                                + name
                                                + " is not used, since the config has it or its"
                                                + " name, too"));
        shadowed = others;
    }

    /** Returns the test for servers with the name or the address of one. */
    private static Predicate<ServerEntry> isOf(ServerEntry one) {
        ServerAddress address = ServerAddress.of(one.url());
        return other -> other.id().equals(one.id()) || other.isAt(address);
    }

    /**
     * Returns an address in which one of this machine is that of its loopback: a server here
     * announces its address on the network, and is mostly reached by the other one.
     */
    public static ServerAddress comparable(String url) {
        ServerAddress address = ServerAddress.of(url);
        return isOfThisMachine(address.host())
                ? new ServerAddress(address.tls(), "127.0.0.1", address.port(), address.path())
                : address;
    }

    private static boolean isOfThisMachine(String host) {
        try {
            return NetworkInterface.getByInetAddress(
                            InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")))
                    != null;
        } catch (IllegalArgumentException | SocketException e) {
            return false;
        }
    }
}

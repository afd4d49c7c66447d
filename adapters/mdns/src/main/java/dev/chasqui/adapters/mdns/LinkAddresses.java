package dev.chasqui.adapters.mdns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses of this machine at which it looks for services: one for each interface. */
final class LinkAddresses {
    /** The most interfaces; further ones are left alone. */
    private static final int MOST = 8;

    private LinkAddresses() {}

    /**
     * Returns the present addresses.
     *
     * @param names the names or addresses of the interfaces; empty for all that lead to a network
     */
    static Set<InetAddress> of(List<String> names) throws SocketException {
        Set<InetAddress> all = new LinkedHashSet<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (all.size() < MOST && each.isUp()) {
                address(each, names).ifPresent(all::add);
            }
        }
        return all;
    }

    private static Optional<InetAddress> address(NetworkInterface each, List<String> names)
            throws SocketException {
        if (names.isEmpty()) {
            return each.isLoopback() || each.isPointToPoint() || !each.supportsMulticast()
                    ? Optional.empty()
                    : best(each.inetAddresses());
        }
        if (names.contains(each.getName())) {
            return best(each.inetAddresses());
        }
        Set<InetAddress> chosen =
                names.stream()
                        .flatMap(name -> literal(name).stream())
                        .collect(Collectors.toUnmodifiableSet());
        return best(each.inetAddresses().filter(chosen::contains));
    }

    private static Optional<InetAddress> literal(String name) {
        try {
            return Optional.of(InetAddress.ofLiteral(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns one of IPv4 if there is one, since nearly all that is announced has such a one. */
    private static Optional<InetAddress> best(Stream<InetAddress> addresses) {
        List<InetAddress> all = addresses.filter(one -> !one.isLinkLocalAddress()).toList();
        return all.stream()
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /** Returns an address without the interface of IPv6. */
    static String text(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*$", "");
    }
}

package dev.chasqui.adapters.upstream.client;

import dev.chasqui.domain.network.IpNetwork;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The addresses that do not lead to the public internet. */
public final class InsideAddresses {
    /** Networks without public hosts that {@link HostZone} does not count as near. */
    private static final List<IpNetwork> OTHERS =
            Stream.of(
                            "0.0.0.0/8",
                            "100.64.0.0/10",
                            "192.0.0.0/24",
                            "198.18.0.0/15",
                            "224.0.0.0/3",
                            "ff00::/8")
                    .map(network -> IpNetwork.parse(network).orElseThrow())
                    .toList();

    /**
     * Addresses at which clouds give out the machine's credentials. Those of most clouds are
     * link-local.
     */
    private static final List<InetAddress> OF_CLOUDS =
            List.of(
                    InetAddress.ofLiteral("100.100.100.200"),
                    InetAddress.ofLiteral("fd00:ec2::254"));

    private InsideAddresses() {}

    /** Returns true for an address on this machine, in a private network, or of no host at all. */
    public static boolean contain(InetAddress address) {
        Optional<InetAddress> within = embedded(address);
        if (within.isPresent()) {
            return contain(within.get());
        }
        return HostZone.isNear(address)
                || OTHERS.stream().anyMatch(network -> network.contains(address));
    }

    /** Returns true for an address at which a cloud may give out the machine's credentials. */
    public static boolean isMetadata(InetAddress address) {
        Optional<InetAddress> within = embedded(address);
        if (within.isPresent()) {
            return isMetadata(within.get());
        }
        return address.isLinkLocalAddress() || OF_CLOUDS.contains(address);
    }

    /** Returns the IPv4 address that an IPv6 address of NAT64, 6to4 or the like leads to. */
    private static Optional<InetAddress> embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16) {
            return Optional.empty();
        }
        boolean nat64 = begins(bytes, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
        boolean compatible =
                begins(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                        && !address.isLoopbackAddress()
                        && !address.isAnyLocalAddress();
        if (nat64 || compatible) {
            return Optional.of(ipv4(bytes, 12));
        }
        return begins(bytes, 0x20, 0x02) ? Optional.of(ipv4(bytes, 2)) : Optional.empty();
    }

    private static boolean begins(byte[] bytes, int... beginning) {
        for (int i = 0; i < beginning.length; i++) {
            if ((bytes[i] & 0xff) != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are no address", e);
        }
    }
}

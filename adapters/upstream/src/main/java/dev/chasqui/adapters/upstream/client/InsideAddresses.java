package dev.chasqui.adapters.upstream.client;

import dev.chasqui.domain.network.IpNetwork;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
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
     * Addresses at which clouds give out the machine's credentials or settings: of Alibaba, Azure,
     * Oracle, Amazon and Google. Those of most clouds are link-local.
     */
    private static final List<InetAddress> OF_CLOUDS =
            List.of(
                    InetAddress.ofLiteral("100.100.100.200"),
                    InetAddress.ofLiteral("168.63.129.16"),
                    InetAddress.ofLiteral("192.0.0.192"),
                    InetAddress.ofLiteral("fd00:ec2::254"),
                    InetAddress.ofLiteral("fd20:ce::254"));

    private InsideAddresses() {}

    /** Returns true for an address on this machine, in a private network, or of no host at all. */
    public static boolean contain(InetAddress address) {
        List<InetAddress> within = embedded(address);
        if (!within.isEmpty()) {
            return within.stream().anyMatch(InsideAddresses::contain);
        }
        return HostZone.isNear(address)
                || OTHERS.stream().anyMatch(network -> network.contains(address));
    }

    /** Returns true for an address at which a cloud may give out the machine's credentials. */
    public static boolean isMetadata(InetAddress address) {
        return embedded(address).stream().anyMatch(InsideAddresses::isMetadata)
                || address.isLinkLocalAddress()
                || OF_CLOUDS.contains(address);
    }

    /**
     * Returns the IPv4 addresses that an IPv6 address of NAT64, 6to4 or the like may lead to. In a
     * network's own NAT64 the address stands at one of two places, by the length of its prefix.
     */
    private static List<InetAddress> embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16) {
            return List.of();
        }
        if (begins(bytes, 0x20, 0x02)) {
            return List.of(ipv4(bytes, 2, 3, 4, 5));
        }
        if (begins(bytes, 0, 0x64, 0xff, 0x9b, 0, 1)) {
            return List.of(ipv4(bytes, 6, 7, 9, 10), ipv4(bytes, 12, 13, 14, 15));
        }
        boolean nat64 = begins(bytes, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
        boolean siit = begins(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0);
        boolean compatible =
                begins(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                        && !address.isLoopbackAddress()
                        && !address.isAnyLocalAddress();
        return nat64 || siit || compatible ? List.of(ipv4(bytes, 12, 13, 14, 15)) : List.of();
    }

    private static boolean begins(byte[] bytes, int... beginning) {
        for (int i = 0; i < beginning.length; i++) {
            if ((bytes[i] & 0xff) != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress ipv4(byte[] bytes, int... places) {
        byte[] found = new byte[places.length];
        for (int i = 0; i < places.length; i++) {
            found[i] = bytes[places[i]];
        }
        try {
            return InetAddress.getByAddress(found);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are no address", e);
        }
    }
}

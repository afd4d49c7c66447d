package dev.chasqui.adapters.upstream.client;

import dev.chasqui.domain.model.Zone;

import java.net.InetAddress;
import java.util.Locale;

/**
 * The rule that gives a host its zone: restricted on this machine and in private networks, else
 * open.
 *
 * <p>It resolves no names. A name counts as local only if by standard or by custom it can lead
 * nowhere else. For a local host with another name, such as {@code gpu1}, the config must name the
 * zone.
 */
public final class HostZone {
    private HostZone() {}

    /** Returns the zone of a host by its name or address alone. */
    public static Zone of(String host) {
        return isNear(host.toLowerCase(Locale.ROOT)) ? Zone.RESTRICTED : Zone.OPEN;
    }

    private static boolean isNear(String host) {
        if (host.equals("localhost")
                || host.endsWith(".localhost")
                || host.endsWith(".local")
                || host.endsWith(".internal")) {
            return true;
        }
        return isLiteral(host) && isNear(InetAddress.ofLiteral(host));
    }

    /** Returns true if the host is an address rather than a name. */
    public static boolean isLiteral(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns true for an address of this machine or of a private network. */
    public static boolean isNear(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || isUniqueLocal(address.getAddress());
    }

    /** Returns true for an address in {@code fc00::/7}. */
    private static boolean isUniqueLocal(byte[] address) {
        return address.length == 16 && (address[0] & 0xfe) == 0xfc;
    }
}

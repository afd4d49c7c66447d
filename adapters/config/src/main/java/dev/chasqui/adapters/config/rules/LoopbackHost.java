package dev.chasqui.adapters.config.rules;

import java.net.InetAddress;

/** The rule for hosts that only this machine can reach. */
public final class LoopbackHost {
    private LoopbackHost() {}

    /**
     * Returns true for {@code localhost} and for an address of loopback. Another name is not
     * resolved and counts as reachable from everywhere.
     */
    public static boolean is(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }
}

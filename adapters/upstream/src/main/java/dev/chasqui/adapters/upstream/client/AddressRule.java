package dev.chasqui.adapters.upstream.client;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * The rule for the addresses that a client may connect to. It is asked for each address that a name
 * resolves to, just before the connection: the owner of a name may change its addresses at any
 * time. Safe for use by several threads.
 */
@FunctionalInterface
public interface AddressRule {
    /** The rule that allows every address. */
    AddressRule ANY = _ -> true;

    /** Returns true if a client may connect to an address. */
    boolean allows(InetAddress address);

    /**
     * Returns those of a host's addresses that are allowed.
     *
     * @throws RefusedAddressException if there are none
     */
    default InetAddress[] allowed(InetAddress[] addresses) throws RefusedAddressException {
        InetAddress[] allowed =
                Arrays.stream(addresses).filter(this::allows).toArray(InetAddress[]::new);
        if (allowed.length == 0) {
            throw new RefusedAddressException();
        }
        return allowed;
    }

    /** Thrown if a host has no address that is allowed. */
    final class RefusedAddressException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedAddressException() {
            super("its address is not one that may be called");
        }
    }
}

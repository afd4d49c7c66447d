package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.upstream.client.AddressRule;
import dev.chasqui.adapters.upstream.client.InsideAddresses;

import java.net.InetAddress;

/**
 * The rule for the addresses of registered servers: none at which a cloud gives out the machine's
 * credentials, and none of no single host.
 */
enum ServerAddressRule implements AddressRule {
    INSTANCE;

    @Override
    public boolean allows(InetAddress address) {
        return !InsideAddresses.isMetadata(address)
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress();
    }
}

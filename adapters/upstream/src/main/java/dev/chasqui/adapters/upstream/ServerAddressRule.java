package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.upstream.client.AddressRule;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.HostZone;
import dev.chasqui.adapters.upstream.client.InsideAddresses;
import dev.chasqui.domain.model.Zone;

import java.net.InetAddress;

/**
 * The rule for the addresses of registered servers: none at which a cloud gives out the machine's
 * credentials, no multicast address, and not the one that means all addresses of a machine.
 */
enum ServerAddressRule implements AddressRule {
    /** The rule for servers whose zone somebody named, or that lie outside anyway. */
    ANY {
        @Override
        public boolean allows(InetAddress address) {
            return isOfServer(address);
        }
    },

    /** The rule for servers that count as restricted, which must be on this machine or near. */
    NEAR {
        @Override
        public boolean allows(InetAddress address) {
            return isOfServer(address) && HostZone.isNear(address);
        }
    };

    /** Returns the rule for a server whose zone its address implies. */
    static ServerAddressRule of(BaseUrl url) {
        return url.zone() == Zone.RESTRICTED ? NEAR : ANY;
    }

    private static boolean isOfServer(InetAddress address) {
        return !InsideAddresses.isMetadata(address)
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress();
    }
}

package dev.chasqui.adapters.upstream.plugin;

import dev.chasqui.adapters.upstream.client.HostZone;
import dev.chasqui.adapters.upstream.client.InsideAddresses;
import dev.chasqui.domain.model.Zone;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rule for the hosts that one plug-in may call. Immutable.
 *
 * <p>Without patterns, those are the hosts inside: on this machine and in private networks. With
 * patterns, they are the hosts that a pattern names. A name outside may not lead to an address
 * inside, whatever its owner tells the resolver, unless the patterns list that address, too.
 * Link-local addresses, where clouds give out credentials, must always be listed.
 *
 * @param patterns names and addresses, {@code *.example.com} for all names below one, {@code *} for
 *     all hosts outside; empty if the config has no entry for the plug-in
 */
public record HostRule(Optional<List<String>> patterns) {
    private static final String ALL = "*";

    public HostRule {
        patterns = patterns.map(list -> list.stream().map(HostRule::normal).toList());
    }

    /** Returns a host in lower case, without brackets and without the dot of an absolute name. */
    static String normal(String host) {
        String plain = host.toLowerCase(Locale.ROOT);
        if (plain.startsWith("[") && plain.endsWith("]")) {
            plain = plain.substring(1, plain.length() - 1);
        }
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    /** Returns true if the plug-in may call a host, as far as its name tells. */
    boolean allows(String host) {
        return patterns.isEmpty() ? isInside(host) : isNamed(host) || isCovered(host);
    }

    /** Returns true if the plug-in may call a host at an address that its name resolved to. */
    boolean allows(String host, InetAddress address) {
        if (isListed(address)) {
            return allows(host);
        }
        if (InsideAddresses.isMetadata(address)) {
            return false;
        }
        if (InsideAddresses.contain(address)) {
            return isInside(host) && (patterns.isEmpty() || isNamed(host));
        }
        return patterns.isPresent() && allows(host);
    }

    private boolean isNamed(String host) {
        return patterns.orElse(List.of()).contains(host);
    }

    private boolean isCovered(String host) {
        return patterns.orElse(List.of()).stream()
                .anyMatch(
                        pattern ->
                                pattern.equals(ALL)
                                        || (pattern.startsWith("*.")
                                                && !HostZone.isLiteral(host)
                                                && host.endsWith(pattern.substring(1))));
    }

    private boolean isListed(InetAddress address) {
        return patterns.orElse(List.of()).stream()
                .filter(HostZone::isLiteral)
                .anyMatch(pattern -> InetAddress.ofLiteral(pattern).equals(address));
    }

    /** Returns true for a host that by its name lies inside; a name without a dot does. */
    private static boolean isInside(String host) {
        if (HostZone.isLiteral(host)) {
            return InsideAddresses.contain(InetAddress.ofLiteral(host));
        }
        return HostZone.of(host) == Zone.RESTRICTED || host.indexOf('.') < 0;
    }
}

package dev.chasqui.domain.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network of IP addresses, in CIDR notation; a single address is a network of one.
 *
 * @param base its first address
 * @param prefix the number of leading bits that all its addresses share
 */
public record IpNetwork(InetAddress base, int prefix) {
    /** The description of texts that {@link #parse} accepts, for messages. */
    public static final String EXPECTED =
            "an IP address or a network, such as 127.0.0.1, 10.0.0.0/8 or fd00::/8, but not every"
                    + " address";

    /** Excludes fewer than four numbers and octal ones: programs disagree on their meaning. */
    private static final Pattern IPV4 =
            Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern PREFIX = Pattern.compile("[1-9]\\d{0,2}");

    public IpNetwork {
        int bits = base.getAddress().length * Byte.SIZE;
        if (prefix < 1 || prefix > bits) {
            throw new IllegalArgumentException(
                    "prefix: " + prefix + " (expected: 1 to " + bits + ")");
        }
    }

    /**
     * Parses a network; empty if the text is none. Bits behind the prefix must be 0. No text means
     * all addresses.
     */
    public static Optional<IpNetwork> parse(String text) {
        int slash = text.indexOf('/');
        String start = slash < 0 ? text : text.substring(0, slash);
        Optional<InetAddress> base = address(start).filter(found -> isPlain(start, found));
        if (base.isEmpty()) {
            return Optional.empty();
        }
        int bits = base.get().getAddress().length * Byte.SIZE;
        if (slash < 0) {
            return Optional.of(new IpNetwork(base.get(), bits));
        }
        String prefix = text.substring(slash + 1);
        if (!PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > bits) {
            return Optional.empty();
        }
        return Optional.of(new IpNetwork(base.get(), Integer.parseInt(prefix)))
                .filter(IpNetwork::beginsAtBase);
    }

    /** Parses an address; empty if the text is none. No name is looked up. */
    public static Optional<InetAddress> address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** Refuses an IPv4 address in IPv6 spelling, whose prefix would have two meanings. */
    private static boolean isPlain(String text, InetAddress address) {
        return text.contains(":") != address instanceof Inet4Address;
    }

    private boolean beginsAtBase() {
        byte[] bytes = base.getAddress();
        for (int bit = prefix; bit < bytes.length * Byte.SIZE; bit++) {
            if (bit(bytes, bit) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns true if an address belongs to this network. */
    public boolean contains(InetAddress address) {
        byte[] own = base.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (bit(own, bit) != bit(other, bit)) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] bytes, int index) {
        return bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}

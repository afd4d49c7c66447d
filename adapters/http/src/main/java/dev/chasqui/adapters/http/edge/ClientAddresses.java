package dev.chasqui.adapters.http.edge;

import dev.chasqui.domain.network.IpNetwork;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The addresses of clients, including clients behind proxies.
 *
 * <p>To the server every client behind a proxy on the same machine seems to be on this machine. So
 * a request with the marks of a proxy has no address, unless that proxy is trusted to state it.
 * Safe for use by several threads.
 */
final class ClientAddresses {
    private static final HeaderName VIA = HeaderNames.create("Via");
    private static final HeaderName REAL_IP = HeaderNames.create("X-Real-IP");
    private static final HeaderName FORWARDED = HeaderNames.create("Forwarded");
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");

    /** The prefix of further headers of proxies, in small letters as Helidon has them. */
    private static final String FORWARDED_PREFIX = "x-forwarded-";

    /** A parameter of {@code Forwarded}: a name, and a value with or without quotes. */
    private static final Pattern PARAMETER =
            Pattern.compile("([\\w!#$%&'*+.^`|~-]+)=(?:([\\w!#$%&'*+.^`|~-]+)|\"([^\"\\\\]*)\")");

    /** An address with an optional port; an address of IPv6 with a port stands in brackets. */
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "\\[([0-9A-Fa-f:.]+)](?::\\d{1,5})?|([0-9.]+)(?::\\d{1,5})?|([0-9A-Fa-f:.]+)");

    private final Set<IpNetwork> trustedProxies;

    ClientAddresses(Set<IpNetwork> trustedProxies) {
        this.trustedProxies = Set.copyOf(trustedProxies);
    }

    /** Returns true if a program on this machine sent the request. */
    boolean isLocal(Call call) {
        return of(call).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Returns the name of a client without a key: its address, or that of its proxy. */
    String name(Call call) {
        String peer = call.request().remotePeer().host();
        return trustedProxies.isEmpty()
                ? peer
                : of(call).map(InetAddress::getHostAddress).orElse(peer);
    }

    private Optional<InetAddress> of(Call call) {
        return call.request().remotePeer().address() instanceof InetSocketAddress peer
                        && peer.getAddress() != null
                ? of(peer.getAddress(), call.requestLine().http10(), call.request().headers())
                : Optional.empty();
    }

    /**
     * Returns the address of a client. It is empty if a proxy stands between that is not trusted,
     * or whose headers are malformed or contradict each other.
     *
     * @param peer the other end of the connection
     * @param http10 true if the request came by HTTP/1.0, which proxies use that add no header
     */
    Optional<InetAddress> of(InetAddress peer, boolean http10, Headers headers) {
        if (!http10 && !isMarked(headers)) {
            return Optional.of(peer);
        }
        if (!isTrusted(peer)) {
            return Optional.empty();
        }
        List<Optional<InetAddress>> stated = new ArrayList<>();
        if (headers.contains(FORWARDED_FOR)) {
            stated.add(client(elements(headers, FORWARDED_FOR).map(ClientAddresses::address)));
        }
        if (headers.contains(FORWARDED)) {
            stated.add(client(elements(headers, FORWARDED).map(ClientAddresses::forwardedFor)));
        }
        if (headers.contains(REAL_IP)) {
            List<String> values = headers.values(REAL_IP);
            stated.add(values.size() == 1 ? address(values.getFirst()) : Optional.empty());
        }
        return stated.stream().distinct().count() == 1 ? stated.getFirst() : Optional.empty();
    }

    private static boolean isMarked(Headers headers) {
        for (Header header : headers) {
            HeaderName name = header.headerName();
            if (name.equals(VIA)
                    || name.equals(REAL_IP)
                    || name.equals(FORWARDED)
                    || name.lowerCase().startsWith(FORWARDED_PREFIX)) {
                return true;
            }
        }
        return false;
    }

    private boolean isTrusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(network -> network.contains(address));
    }

    /**
     * Returns the last address that is not trusted, since its sender may have invented those before
     * it. If all are trusted, it is the first.
     *
     * @param path the addresses from the client on; each proxy has added its peer's
     */
    private Optional<InetAddress> client(Stream<Optional<InetAddress>> path) {
        Optional<InetAddress> client = Optional.empty();
        for (Optional<InetAddress> address : path.toList().reversed()) {
            client = address;
            if (address.filter(this::isTrusted).isEmpty()) {
                return client;
            }
        }
        return client;
    }

    private static Stream<String> elements(Headers headers, HeaderName name) {
        return headers.values(name).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip);
    }

    /**
     * Returns the address in one element of {@code Forwarded}; empty if any part of it is
     * malformed.
     */
    private static Optional<InetAddress> forwardedFor(String element) {
        List<String> clients = new ArrayList<>();
        for (String parameter : element.split(";", -1)) {
            Matcher matcher = PARAMETER.matcher(parameter.strip());
            if (!matcher.matches()) {
                return Optional.empty();
            }
            if (matcher.group(1).equalsIgnoreCase("for")) {
                String quoted = matcher.group(3);
                clients.add(quoted != null ? quoted : matcher.group(2));
            }
        }
        return clients.size() == 1 ? address(clients.getFirst()) : Optional.empty();
    }

    private static Optional<InetAddress> address(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String bracketed = matcher.group(1);
        String plain = matcher.group(2);
        return IpNetwork.address(
                bracketed != null ? bracketed : plain != null ? plain : matcher.group(3));
    }
}

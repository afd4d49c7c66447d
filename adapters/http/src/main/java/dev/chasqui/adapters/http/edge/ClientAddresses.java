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
 * The addresses of clients, also of those that ask through proxies.
 *
 * <p>To the server everybody behind a proxy on the same machine seems to be on this machine. So a
 * request that a proxy has marked has no address, unless that proxy is trusted to tell it. Safe for
 * use by several threads.
 */
final class ClientAddresses {
    private static final HeaderName VIA = HeaderNames.create("Via");
    private static final HeaderName REAL_IP = HeaderNames.create("X-Real-IP");
    private static final HeaderName FORWARDED = HeaderNames.create("Forwarded");
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");

    /** In small letters, as Helidon has them. */
    private static final String FORWARDED_PREFIX = "x-forwarded-";

    /** A parameter of {@code Forwarded}: a name, and a value that is quoted or not. */
    private static final Pattern PARAMETER =
            Pattern.compile("([\\w!#$%&'*+.^`|~-]+)=(?:([\\w!#$%&'*+.^`|~-]+)|\"([^\"\\\\]*)\")");

    /** An address, perhaps with a port; one of IPv6 that has a port stands in brackets. */
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "\\[([0-9A-Fa-f:.]+)](?::\\d{1,5})?|([0-9.]+)(?::\\d{1,5})?|([0-9A-Fa-f:.]+)");

    private final Set<IpNetwork> trustedProxies;

    ClientAddresses(Set<IpNetwork> trustedProxies) {
        this.trustedProxies = Set.copyOf(trustedProxies);
    }

    /** Whether a request was sent by a program of this machine. */
    boolean isLocal(Call call) {
        return of(call).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** The name under which a client without a key is known: its address, else its proxy's. */
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
     * The address of a client; empty if a proxy that is not trusted stands between, or one that
     * does not say clearly who asks.
     *
     * @param peer the other end of the connection
     * @param http10 whether the request came by HTTP/1.0, as proxies send it that say nothing else
     */
    Optional<InetAddress> of(InetAddress peer, boolean http10, Headers headers) {
        if (!http10 && !isMarked(headers)) {
            return Optional.of(peer);
        }
        if (!isTrusted(peer)) {
            return Optional.empty();
        }
        List<Optional<InetAddress>> told = new ArrayList<>();
        if (headers.contains(FORWARDED_FOR)) {
            told.add(client(elements(headers, FORWARDED_FOR).map(ClientAddresses::address)));
        }
        if (headers.contains(FORWARDED)) {
            told.add(client(elements(headers, FORWARDED).map(ClientAddresses::forwardedFor)));
        }
        if (headers.contains(REAL_IP)) {
            List<String> values = headers.values(REAL_IP);
            told.add(values.size() == 1 ? address(values.getFirst()) : Optional.empty());
        }
        return told.stream().distinct().count() == 1 ? told.getFirst() : Optional.empty();
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
     * The last address that is not trusted: what stands before it, its sender may have made up. If
     * all are trusted, the first.
     *
     * @param path the addresses from the client on, as each proxy has added its peer's
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

    /** The address in one element of {@code Forwarded}; none if anything in it is malformed. */
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

package dev.chasqui.adapters.hub;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies through which addresses are requested.
 *
 * @param plain the proxy for http
 * @param secure the proxy for https; it sees only their host and port
 * @param direct the hosts that are requested without a proxy, in lower case: a name, which includes
 *     its subdomains, optionally with a port; or {@code *} for all
 */
public record HubProxies(Optional<HubProxy> plain, Optional<HubProxy> secure, List<String> direct) {
    public static final HubProxies NONE =
            new HubProxies(Optional.empty(), Optional.empty(), List.of());

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    public HubProxies {
        direct = List.copyOf(direct);
    }

    /**
     * Reads the variables that most programs use: {@code http_proxy}, {@code https_proxy} and
     * {@code no_proxy}, each in lower case or else in capitals. Empty ones count as missing.
     *
     * @throws IllegalArgumentException if one is no address of an HTTP proxy
     */
    public static HubProxies fromEnvironment(Map<String, String> environment) {
        return new HubProxies(
                proxy(environment, "http_proxy"),
                proxy(environment, "https_proxy"),
                value(environment, "no_proxy").stream()
                        .flatMap(hosts -> Arrays.stream(hosts.split("[,\\s]+", -1)))
                        .map(host -> host.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                        .filter(host -> !host.isEmpty())
                        .toList());
    }

    private static Optional<HubProxy> proxy(Map<String, String> environment, String name) {
        return value(environment, name)
                .map(text -> HubProxy.parse(name.toUpperCase(Locale.ROOT), text));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return HubSettings.value(environment, name)
                .or(() -> HubSettings.value(environment, name.toUpperCase(Locale.ROOT)));
    }

    /** Returns the proxy for an address; empty if it is requested directly. */
    Optional<HubProxy> of(URI address) {
        boolean safe = "https".equalsIgnoreCase(address.getScheme());
        return (safe ? secure : plain).filter(_ -> !isDirect(address, safe));
    }

    private boolean isDirect(URI address, boolean safe) {
        String host = address.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        int usual = safe ? HTTPS_PORT : HTTP_PORT;
        int port = address.getPort() < 0 ? usual : address.getPort();
        return direct.stream().anyMatch(entry -> covers(entry, host, port));
    }

    private static boolean covers(String entry, String host, int port) {
        String name = entry.replaceAll("[\\[\\]]", "");
        return entry.equals("*")
                || isOrIsBelow(host, name)
                || (name.endsWith(":" + port)
                        && isOrIsBelow(
                                host, name.substring(0, name.length() - (":" + port).length())));
    }

    private static boolean isOrIsBelow(String host, String name) {
        return host.equals(name) || host.endsWith("." + name);
    }

    /**
     * Returns the proxies as a selector for the JDK's client; empty if there are none, so that the
     * JVM's own settings apply.
     */
    Optional<ProxySelector> selector() {
        return plain.isEmpty() && secure.isEmpty()
                ? Optional.empty()
                : Optional.of(new Selector(this));
    }

    private static final class Selector extends ProxySelector {
        private final HubProxies proxies;

        private Selector(HubProxies proxies) {
            this.proxies = proxies;
        }

        @Override
        public List<Proxy> select(URI address) {
            return List.of(
                    proxies.of(address)
                            .map(proxy -> new Proxy(Proxy.Type.HTTP, proxy.address()))
                            .orElse(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI address, SocketAddress proxy, IOException why) {
            // The failed request reports it.
        }
    }
}

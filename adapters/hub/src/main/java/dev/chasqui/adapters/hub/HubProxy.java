package dev.chasqui.adapters.hub;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An HTTP proxy. Its {@code toString} does not show its credentials.
 *
 * @param host its host
 * @param port its port
 * @param authorization the value of {@code Proxy-Authorization}, if it requires one
 */
public record HubProxy(String host, int port, Optional<String> authorization) {
    private static final int USUAL_PORT = 80;

    /**
     * Parses the address of a proxy, with or without {@code http://} and credentials.
     *
     * @param variable the name of the variable that holds it
     * @throws IllegalArgumentException if the text is no such address; the message does not show
     *     it, since it may hold credentials
     */
    static HubProxy parse(String variable, String text) {
        try {
            URI address = new URI(text.contains("://") ? text : "http://" + text);
            if ("http".equalsIgnoreCase(address.getScheme()) && HubEndpoint.isWeb(address)) {
                return new HubProxy(
                        address.getHost(),
                        address.getPort() < 0 ? USUAL_PORT : address.getPort(),
                        Optional.ofNullable(address.getRawUserInfo()).map(HubProxy::basic));
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // Reported below, like every other text that is no such address.
        }
        throw new IllegalArgumentException(
                variable + " (expected: http://HOST:PORT or http://USER:PASSWORD@HOST:PORT)");
    }

    private static String basic(String userInfo) {
        String decoded = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        String both = decoded.contains(":") ? decoded : decoded + ":";
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    InetSocketAddress address() {
        // The client resolves the name itself when it connects.
        return InetSocketAddress.createUnresolved(host, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}

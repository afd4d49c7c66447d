package dev.chasqui.adapters.hub;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A proxy that speaks HTTP. Its {@code toString} does not show its credentials.
 *
 * @param authorization what it is shown as {@code Proxy-Authorization}, where it wants that
 */
public record HubProxy(String host, int port, Optional<String> authorization) {
    private static final int USUAL_PORT = 80;

    /**
     * Reads the address of a proxy, with or without {@code http://} and credentials.
     *
     * @param variable that it was found in
     * @throws IllegalArgumentException if it is none; the message does not show it, since there may
     *     be credentials in it
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
            // Said below, together with all else that is no such address.
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
        // The client looks the name up itself, when it connects.
        return InetSocketAddress.createUnresolved(host, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}

package dev.chasqui.adapters.upstream.client;

import dev.chasqui.domain.model.Zone;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a server: the part of its URLs before {@code /v1/…} and {@code /api/…}. Immutable.
 *
 * @param tls true for https
 * @param host a name or an address; an IPv6 address without its brackets
 * @param port the TCP port
 * @param path the part between the port and {@code /v1}, without a slash at its end; mostly empty
 */
public record BaseUrl(boolean tls, String host, int port, String path) {

    private static final String API = "/api";

    /**
     * The accepted form of a URL. It has no user info, query or fragment: a secret in a URL would
     * end up in logs.
     */
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<scheme>(?i:https?))://(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._~-]+)"
                            + "(?::(?<port>\\d{1,5}))?(?<path>/[\\x21-\\x7e&&[^?#]]*)?");

    /**
     * Parses a URL as people write it: with or without {@code /v1}, with or without a slash at the
     * end.
     *
     * @throws IllegalArgumentException if it is not such a URL, or if its port is not between 1 and
     *     65535
     */
    public static BaseUrl parse(String url) {
        Matcher form = FORM.matcher(url.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "url: "
                            + url.replaceFirst("//[^/@]*@", "//...@")
                            + " (expected: http://HOST:PORT or https://HOST, and a path where the"
                            + " server has one)");
        }
        boolean tls = form.group("scheme").toLowerCase(Locale.ROOT).equals("https");
        String host = form.group("host");
        String path = form.group("path") == null ? "" : form.group("path");
        return new BaseUrl(
                tls,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port(form.group("port"), tls),
                path.replaceFirst("/+$", "").replaceFirst("/v1$", "").replaceFirst("/+$", ""));
    }

    /**
     * Returns true if the path ends with {@code /api}: some people take that beginning of Ollama's
     * paths for a part of the address.
     */
    public boolean endsWithApi() {
        return path.endsWith(API);
    }

    /** Returns this address without a final {@code /api}. */
    public BaseUrl withoutApi() {
        return endsWithApi()
                ? new BaseUrl(
                        tls,
                        host,
                        port,
                        path.substring(0, path.length() - API.length()).replaceFirst("/+$", ""))
                : this;
    }

    private static int port(@Nullable String digits, boolean tls) {
        if (digits == null) {
            return tls ? 443 : 80;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("url: port " + port + " (expected: 1 to 65535)");
        }
        return port;
    }

    /** Returns the zone of a server at this address, for a config that does not name one. */
    public Zone zone() {
        return HostZone.of(host);
    }

    /** Returns the host and the port as the header {@code Host} has them. */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + path;
    }
}

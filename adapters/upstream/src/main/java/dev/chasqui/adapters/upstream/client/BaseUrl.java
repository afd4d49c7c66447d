package dev.chasqui.adapters.upstream.client;

import dev.chasqui.domain.model.Zone;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is: what stands before {@code /v1/…} and {@code /api/…}.
 *
 * @param tls whether it is reached by https
 * @param host a name or an address; an IPv6 address without its brackets
 * @param path what comes before {@code /v1}, without a slash at its end; mostly empty
 */
public record BaseUrl(boolean tls, String host, int port, String path) {

    private static final String API = "/api";

    /** No user info, query or fragment: a secret in a URL would end up in logs. */
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<scheme>(?i:https?))://(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._~-]+)"
                            + "(?::(?<port>\\d{1,5}))?(?<path>/[\\x21-\\x7e&&[^?#]]*)?");

    /**
     * Reads a URL as people write it: with or without {@code /v1}, with or without a slash at the
     * end.
     *
     * @throws IllegalArgumentException if it is none
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

    /** What people write who take {@code /api} of Ollama's paths for a part of its address. */
    public boolean endsWithApi() {
        return path.endsWith(API);
    }

    /** The same address without that. */
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

    /** The zone of a server at this address if the config does not say it. */
    public Zone zone() {
        return HostZone.of(host);
    }

    /** Host and port as they stand in the header {@code Host}. */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + path;
    }
}

package dev.chasqui.application.port.registry;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a server in the form in which two are compared: in small letters, with its port,
 * without a final dot of its host. {@code localhost} and {@code 127.0.0.1} are one host.
 *
 * @param tls true for https
 * @param host a name or an address, an IPv6 address with its brackets
 * @param port the TCP port
 * @param path the path; mostly empty
 */
public record ServerAddress(boolean tls, String host, int port, String path) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<scheme>(?i:https?))://(?<host>\\[[^]/]*]|[^:/]+)(?::(?<port>\\d{1,5}))?"
                            + "(?<path>/.*)?");

    /**
     * Parses an address that was admitted before.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ServerAddress of(String url) {
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            throw new IllegalArgumentException("url: no address of a server");
        }
        boolean tls = form.group("scheme").equalsIgnoreCase("https");
        String host = form.group("host").toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        String port = form.group("port");
        String path = form.group("path");
        return new ServerAddress(
                tls,
                host.equals("localhost") ? "127.0.0.1" : host,
                port == null ? (tls ? HTTPS : HTTP) : Integer.parseInt(port),
                path == null ? "" : path);
    }

    /**
     * Returns the usual id of the server: its host and port, such as {@code 10.0.0.5-8080}, in the
     * letters that a name of the config may have.
     */
    public String id() {
        return host.replaceAll("[^a-z0-9._-]+", "-").replaceFirst("^-+", "").replaceFirst("-+$", "")
                + "-"
                + port;
    }
}

package dev.chasqui.application.registry;

import java.net.URI;
import java.util.function.Predicate;

/** The naming of registered servers by their addresses. Stateless. */
final class ServerIds {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private ServerIds() {}

    /**
     * Returns the usual id of a server: its host and port, such as {@code 10.0.0.5-8080}, in the
     * letters that a name of the config may have.
     */
    static String of(String url) {
        URI address = URI.create(url);
        int port = address.getPort();
        if (port < 0) {
            port = "https".equals(address.getScheme()) ? HTTPS : HTTP;
        }
        String host = address.getAuthority().replaceFirst(":\\d+$", "");
        return host.replaceAll("[^A-Za-z0-9._-]+", "-")
                        .replaceFirst("^-+", "")
                        .replaceFirst("-+$", "")
                + "-"
                + port;
    }

    /** Returns the usual id with a number behind it if it is taken. */
    static String free(String url, Predicate<String> taken) {
        String usual = of(url);
        String free = usual;
        for (int number = 2; taken.test(free); number++) {
            free = usual + "-" + number;
        }
        return free;
    }
}

package dev.chasqui.domain.text;

/** The spelling of a host and a port in a URL. */
public final class HostPort {
    private HostPort() {}

    /**
     * Joins both with a colon.
     *
     * @param host a name or an address; an IPv6 address gets brackets
     */
    public static String of(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

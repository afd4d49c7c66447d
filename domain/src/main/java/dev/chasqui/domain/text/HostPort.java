package dev.chasqui.domain.text;

/** Writes a host and a port as they stand in a URL. */
public final class HostPort {
    private HostPort() {}

    /**
     * The two with a colon between.
     *
     * @param host a name or an address; one of IPv6 gets its brackets
     */
    public static String of(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

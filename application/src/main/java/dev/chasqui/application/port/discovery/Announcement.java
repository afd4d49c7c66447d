package dev.chasqui.application.port.discovery;

import java.net.InetAddress;
import java.util.List;

/**
 * A service that a machine of the network announces. Anybody there may announce anything, so
 * nothing of it is sure.
 *
 * @param id its unique id
 * @param addresses the addresses at which it is said to be, those of IPv4 first; at most {@value
 *     #MOST_ADDRESSES}
 * @param host the name of its machine, such as {@code desk.local}; empty text if it has none that
 *     could be in an address
 * @param port its TCP port
 * @param tls true if it is said to speak https
 * @param path the path of its API; mostly empty
 */
public record Announcement(
        Id id, List<InetAddress> addresses, String host, int port, boolean tls, String path) {
    /** The most addresses of one service. */
    public static final int MOST_ADDRESSES = 4;

    /** Copies the list, of which further addresses are left out. */
    public Announcement {
        addresses = addresses.stream().limit(MOST_ADDRESSES).toList();
    }

    /**
     * The id of a service.
     *
     * @param link the address of this machine on whose network it was announced
     * @param type its type, such as {@code _ollama._tcp}
     * @param name its name among those of its type
     */
    public record Id(String link, String type, String name) {}
}

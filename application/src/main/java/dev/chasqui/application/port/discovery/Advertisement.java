package dev.chasqui.application.port.discovery;

import java.net.InetAddress;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The announcement of this server itself.
 *
 * @param type its type, such as {@code _chasqui._tcp}
 * @param name its name; a number is added if another server has it
 * @param port the port on which it listens
 * @param text the facts that are announced with it; never a key
 * @param listensAt returns true for an address of this machine on which it listens
 */
public record Advertisement(
        String type,
        String name,
        int port,
        Map<String, String> text,
        Predicate<InetAddress> listensAt) {
    /** Copies the map. */
    public Advertisement {
        text = Map.copyOf(text);
    }
}

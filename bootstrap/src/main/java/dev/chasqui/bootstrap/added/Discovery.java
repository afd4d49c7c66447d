package dev.chasqui.bootstrap.added;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.DiscoveryConfig;
import dev.chasqui.adapters.mdns.MdnsServices;
import dev.chasqui.application.discovery.DiscoveredServers;
import dev.chasqui.application.port.discovery.Advertisement;
import dev.chasqui.application.port.discovery.NetworkServices;
import dev.chasqui.application.port.discovery.NetworkWish;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerInspector;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The discovery of servers on the network, and the announcement of this one. Nothing of it waits
 * for the network. Safe for use by several threads.
 */
public final class Discovery implements AutoCloseable {
    private static final String OURS = "_chasqui._tcp";
    private static final List<String> TYPES = List.of("_ollama._tcp", "_llm._tcp", OURS);

    /** The time in which the end of the announcement is sent; the rest needs no waiting. */
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final DiscoveredServers servers;
    private final NetworkServices network;
    private final String version;
    private Optional<Advertisement> ours = Optional.empty();

    /**
     * @param inspector asks servers what they are
     * @param change takes the changed servers {@link #beside} others into use
     * @param version the version of this server, which is announced
     */
    public Discovery(ServerInspector inspector, Runnable change, String version) {
        servers = new DiscoveredServers(inspector, change);
        network = new MdnsServices(servers);
        this.version = version;
    }

    /** Returns the servers that were discovered and are there. */
    public List<ServerEntry> servers() {
        return servers.present();
    }

    /** Returns those of them that are none of some others. */
    public List<ServerEntry> beside(List<ServerEntry> others) {
        return servers.beside(others);
    }

    /**
     * Begins what the config wishes.
     *
     * @param port the port on which this server listens
     */
    public synchronized void change(Config config, int port) {
        DiscoveryConfig wish = config.discovery();
        if (ours.isEmpty()) {
            ours = Optional.of(advertisement(config.server().host(), port));
        }
        servers.change(wish.find(), wish.grace());
        network.change(
                new NetworkWish(
                        wish.find() ? TYPES : List.of(),
                        ours.filter(_ -> wish.advertise()),
                        wish.interfaces()));
    }

    private Advertisement advertisement(String host, int port) {
        return new Advertisement(
                OURS,
                "Chasqui",
                port,
                Map.of("version", version, "tls", "0", "apis", "openai,ollama,anthropic"),
                address -> listensAt(host, address));
    }

    private static boolean listensAt(String host, InetAddress address) {
        try {
            InetAddress listener = InetAddress.getByName(host);
            return listener.isAnyLocalAddress() || listener.equals(address);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Ends the discovery and begins to leave the network; when this returns, no change is taken
     * into use any more.
     */
    @Override
    public void close() {
        network.close();
        servers.close();
    }

    /** Waits a little until the network was told that this server is gone. */
    public void awaitGoodbye() {
        network.awaitClosed(GOODBYE);
    }
}

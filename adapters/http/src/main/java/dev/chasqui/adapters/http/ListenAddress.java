package dev.chasqui.adapters.http;

import dev.chasqui.domain.text.HostPort;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

/**
 * The address on which the server listens.
 *
 * @param host its name in the config
 */
record ListenAddress(String host, InetAddress address) {

    /**
     * Finds the address of a host.
     *
     * @throws StartRefusedException if the host is unknown
     */
    static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new StartRefusedException(
                    "server.host: " + host + " (expected: an address of this machine)", e);
        }
    }

    /**
     * Checks that a port is free. Helidon only logs that it could not bind, with a stack trace. The
     * probe binds without listening, so that no early client connects to it.
     *
     * @param setting the setting by which another port is chosen
     * @throws StartRefusedException if the port cannot be bound
     */
    void requireFree(int port, String setting) {
        try (SocketChannel probe = SocketChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            probe.bind(new InetSocketAddress(address, port));
        } catch (BindException e) {
            throw new StartRefusedException(
                    HostPort.of(host, port)
                            + " is taken by another program; choose another with "
                            + setting,
                    e);
        } catch (IOException e) {
            throw new StartRefusedException(
                    HostPort.of(host, port) + " cannot be bound: " + e.getMessage(), e);
        }
    }
}

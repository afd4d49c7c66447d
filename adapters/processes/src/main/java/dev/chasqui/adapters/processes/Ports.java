package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The free ports of the loopback address; no port is lent twice at a time. Thread-safe. */
final class Ports {
    private static final int MOST_TRIES = 100;

    private final Set<Integer> lent = ConcurrentHashMap.newKeySet();

    /**
     * Returns a port that is free now; another process may still take it before the server does.
     *
     * @throws IOException if no port is free
     */
    Port lend() throws IOException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int number = probe.getLocalPort();
                if (lent.add(number)) {
                    return new Port(number);
                }
            }
        }
        throw new IOException("no port of this machine is free");
    }

    /** A lent port; closing returns it. */
    final class Port implements AutoCloseable {
        private final int number;

        private Port(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        @Override
        public void close() {
            lent.remove(number);
        }
    }
}

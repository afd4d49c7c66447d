package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Free ports of the loopback address, none lent twice at a time. Safe for several threads. */
final class Ports {
    private static final int MOST_TRIES = 100;

    private final Set<Integer> lent = ConcurrentHashMap.newKeySet();

    /** A port that is free now; another process may take it before the one that it is meant for. */
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

    /** A port, until it is given back. */
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

package dev.chasqui.adapters.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A listener that accepts no connection and whose queue is full, so that connecting to it waits.
 */
final class FullListener implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> queue = new ArrayList<>();

    FullListener() throws IOException {
        try {
            for (int i = 0; i < 100; i++) {
                Socket waiting = new Socket();
                queue.add(waiting);
                waiting.connect(
                        new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()),
                        100);
            }
            throw new IllegalStateException("the queue of the listener does not fill");
        } catch (SocketTimeoutException e) {
            // The queue is full.
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket waiting : queue) {
            waiting.close();
        }
    }
}

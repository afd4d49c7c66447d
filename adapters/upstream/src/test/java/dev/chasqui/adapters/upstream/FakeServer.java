package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.upstream.client.ServerSideConnection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ServerSocketFactory;

/**
 * A server on a free port of 127.0.0.1 that runs a script for every connection, each on a thread of
 * its own.
 */
final class FakeServer implements AutoCloseable {

    /** The actions on one connection. It is closed when the script ends or throws. */
    interface Script {
        void play(ServerSideConnection connection) throws IOException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<ServerSideConnection> connections = new CopyOnWriteArrayList<>();
    private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);

    private FakeServer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
    }

    static FakeServer playing(Script script) {
        return over(ServerSocketFactory.getDefault(), script);
    }

    /** Returns a server that answers every request on every connection with these bytes. */
    static FakeServer answering(String answer) {
        return playing(
                connection -> {
                    while (connection.readRequest() != null) {
                        connection.write(answer);
                    }
                });
    }

    static FakeServer over(ServerSocketFactory sockets, Script script) {
        try {
            FakeServer server =
                    new FakeServer(
                            sockets.createServerSocket(0, 100, InetAddress.getLoopbackAddress()),
                            script);
            server.acceptor.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                ServerSideConnection connection =
                        new ServerSideConnection(socket, connections.size());
                connections.add(connection);
                Thread.startVirtualThread(() -> play(connection));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void play(ServerSideConnection connection) {
        try (connection) {
            script.play(connection);
        } catch (IOException e) {
            // The client left; the test asserts all that matters.
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Returns all connections so far, in order. */
    List<ServerSideConnection> connections() {
        return connections;
    }

    @Override
    public void close() {
        try {
            listener.close();
            // The port accepts connections until the acceptor has released it.
            acceptor.join();
            for (ServerSideConnection connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

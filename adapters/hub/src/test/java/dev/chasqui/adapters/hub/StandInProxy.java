package dev.chasqui.adapters.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A fake proxy on a port of 127.0.0.1: it forwards http requests, and refuses tunnels; it refuses
 * all requests if it requires other credentials. It serves one request per connection.
 */
final class StandInProxy implements AutoCloseable {
    private final ServerSocket listener =
            new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
    private final int refusal;

    /** The head of one request, line by line. */
    record Asked(List<String> head) {
        String line() {
            return head.getFirst();
        }

        Optional<String> header(String name) {
            String start = name + ": ";
            return head.stream()
                    .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
                    .map(line -> line.substring(start.length()))
                    .findFirst();
        }
    }

    /**
     * @param refusal the status of a refusal: 407, for other credentials, or another one
     */
    StandInProxy(int refusal) throws IOException {
        this.refusal = refusal;
        Thread.ofVirtual().name("stand-in-proxy").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    List<Asked> asked() {
        return asked;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            List<String> head = in.lines().takeWhile(line -> !line.isEmpty()).toList();
            Asked request = new Asked(head);
            asked.add(request);
            if (request.line().startsWith("CONNECT ") || refusal == 407) {
                write(socket, "HTTP/1.1 " + refusal + " No\r\nContent-Length: 0\r\n\r\n");
            } else {
                handOn(request, socket);
            }
        } catch (IOException | UncheckedIOException e) {
            // The client has closed the connection; the test asserts the result.
        }
    }

    private void handOn(Asked request, Socket client) throws IOException {
        String[] line = request.line().split(" ", -1);
        URI to = URI.create(line[1]);
        try (Socket hub = new Socket(to.getHost(), to.getPort())) {
            sockets.add(hub);
            StringBuilder head = new StringBuilder(line[0] + " " + path(to) + " HTTP/1.1\r\n");
            request.head().stream()
                    .skip(1)
                    .filter(header -> !header.toLowerCase(Locale.ROOT).startsWith("proxy"))
                    .forEach(header -> head.append(header).append("\r\n"));
            write(hub, head.append("\r\n").toString());
            hub.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static String path(URI to) {
        return to.getRawPath() + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery());
    }

    private static void write(Socket to, String text) throws IOException {
        OutputStream out = to.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

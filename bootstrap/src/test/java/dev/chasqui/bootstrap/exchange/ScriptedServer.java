package dev.chasqui.bootstrap.exchange;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A model's server on raw sockets, which lists the model {@code m} and handles all other requests
 * by a script: unlike the fake backend it can read bodies slowly or not at all.
 */
public final class ScriptedServer implements AutoCloseable {
    private static final String MODELS = "{\"data\":[{\"id\":\"m\",\"owned_by\":\"me\"}]}";

    /** The handling of a request; if it throws, the connection ends. */
    public interface Script {
        void play(Request request) throws IOException;
    }

    /** A request whose head has been read. */
    public record Request(List<String> head, InputStream in, OutputStream out) {
        /** Returns the body's length in its head. */
        public long length() {
            return head.stream()
                    .filter(line -> line.startsWith("Content-Length: "))
                    .mapToLong(line -> Long.parseLong(line.substring(16)))
                    .sum();
        }

        /** Returns the next chunk of its body; empty at the end. */
        public byte[] chunk() throws IOException {
            int length = Integer.parseInt(line(in), 16);
            byte[] chunk = in.readNBytes(length);
            in.skipNBytes(2);
            return chunk;
        }

        /** Returns the number of bytes in all chunks that are still to come. */
        public long skipChunks() throws IOException {
            long all = 0;
            for (int got = chunk().length; got > 0; got = chunk().length) {
                all += got;
            }
            return all;
        }

        public void answer(int status, String text) throws IOException {
            write(
                    "HTTP/1.1 %d Whatever\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(status, text.length(), text));
        }

        public void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch left = new CountDownLatch(1);

    private ScriptedServer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
    }

    public static ScriptedServer start(Script script) {
        try {
            ScriptedServer server =
                    new ScriptedServer(
                            new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), script);
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a config with this server as the only backend. */
    public String config(String server) {
        return """
        {"server":{%s},
         "backends":[{"name":"b","type":"openai","url":"http://127.0.0.1:%d"}]}
        """
                .formatted(server, listener.getLocalPort());
    }

    /** Returns a latch that opens when a client has left within a request. */
    public CountDownLatch left() {
        return left;
    }

    /** Returns the number of connections so far. */
    public int connections() {
        return sockets.size();
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
        boolean within = false;
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024)) {
            for (List<String> head = head(in); !head.isEmpty(); head = head(in)) {
                Request request = new Request(head, in, socket.getOutputStream());
                if (head.getFirst().startsWith("GET /v1/models ")) {
                    request.answer(200, MODELS);
                } else {
                    within = true;
                    script.play(request);
                    within = false;
                }
            }
        } catch (IOException | NumberFormatException e) {
            if (within) {
                left.countDown();
            }
        }
    }

    private static List<String> head(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            lines.add(line);
        }
        return lines;
    }

    /** Reads a line without its end; empty too if there is none. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
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

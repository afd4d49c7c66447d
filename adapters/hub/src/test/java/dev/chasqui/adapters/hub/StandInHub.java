package dev.chasqui.adapters.hub;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A fake hub with one repository on a port of 127.0.0.1. It behaves well, except for requests that
 * a test has scripted: a script answers the next requests whose target has a given prefix. It
 * serves one request per connection.
 */
final class StandInHub implements AutoCloseable {
    static final String REPO = "org/tiny-GGUF";
    static final String REVISION = "0123456789abcdef0123456789abcdef01234567";
    static final String REFS = "/api/models/" + REPO + "/refs";
    static final String TREE = "/api/models/" + REPO + "/tree/";
    static final String FILES = "/" + REPO + "/resolve/";

    private final ServerSocket listener =
            new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, Deque<Script>> scripts = new ConcurrentHashMap<>();
    private volatile String revision = REVISION;

    /** One request; header names are in lower case. */
    record Request(String target, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /** Returns the offset of the first requested byte. */
        int from() {
            return header("range").map(r -> Integer.parseInt(r.replaceAll("\\D", ""))).orElse(0);
        }
    }

    /** Answers one request; the connection ends with it. */
    @FunctionalInterface
    interface Script {
        void play(Request request, Reply reply) throws IOException;
    }

    /** The connection of a request, to which a script writes any bytes. */
    record Reply(Socket socket) {
        Reply head(int status, String... headers) throws IOException {
            write("HTTP/1.1 " + status + " So\r\n");
            for (String header : headers) {
                write(header + "\r\n");
            }
            return write("Connection: close\r\n\r\n");
        }

        Reply write(String text) throws IOException {
            return write(text.getBytes(StandardCharsets.UTF_8));
        }

        Reply write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            return this;
        }

        void whole(int status, String body, String... headers) throws IOException {
            List<String> all = new ArrayList<>(List.of(headers));
            all.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
            head(status, all.toArray(String[]::new)).write(body);
        }

        /** Waits without a byte until the client closes the connection. */
        void hang() throws IOException {
            while (socket.getInputStream().read() >= 0) {
                // The client sends nothing more.
            }
        }
    }

    StandInHub() throws IOException {
        Thread.ofVirtual().name("stand-in-hub").start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    int port() {
        return listener.getLocalPort();
    }

    StandInHub with(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    /** Moves the repository to another revision. */
    void move(String to) {
        revision = to;
    }

    /** Sets the scripts for the next requests whose target has a prefix, one each. */
    void script(String prefix, Script... next) {
        scripts.computeIfAbsent(prefix, _ -> new ArrayDeque<>()).addAll(Arrays.asList(next));
    }

    List<Request> requests() {
        return requests;
    }

    List<Request> requests(String prefix) {
        Predicate<Request> fits = request -> request.target().startsWith(prefix);
        return requests.stream().filter(fits).toList();
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
            Request request = read(new BufferedInputStream(socket.getInputStream()));
            requests.add(request);
            script(request).play(request, new Reply(socket));
        } catch (IOException e) {
            // The client has closed the connection; the test asserts the result.
        }
    }

    private synchronized Script script(Request request) {
        for (Map.Entry<String, Deque<Script>> entry : scripts.entrySet()) {
            if (request.target().startsWith(entry.getKey()) && !entry.getValue().isEmpty()) {
                return entry.getValue().remove();
            }
        }
        return this::behave;
    }

    private static Request read(InputStream in) throws IOException {
        String target = line(in).split(" ", -1)[1];
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(": ", 2);
            headers.put(parts[0].toLowerCase(java.util.Locale.ROOT), parts[1]);
        }
        return new Request(target, headers);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** Answers as a well-behaved hub does. */
    void behave(Request request, Reply reply) throws IOException {
        if (request.target().equals(REFS)) {
            reply.whole(200, Listing.refs(revision));
        } else if (request.target().equals(TREE + revision + "?recursive=true")) {
            reply.whole(200, Listing.tree(files));
        } else if (request.target().startsWith(FILES + revision + "/")) {
            String path = request.target().substring((FILES + revision).length() + 1);
            send(request, reply, Objects.requireNonNull(files.get(path)));
        } else {
            reply.whole(404, "{\"error\":\"Not found\"}");
        }
    }

    /** Sends a file, or the requested part of it. */
    static void send(Request request, Reply reply, byte[] file) throws IOException {
        int from = request.from();
        String tag = "\"" + Listing.sha256(file).substring(0, 8) + "\"";
        boolean same = request.header("if-range").map(tag::equals).orElse(true);
        if (from > 0 && same) {
            reply.head(
                    206,
                    "ETag: " + tag,
                    "Content-Range: bytes " + from + "-" + (file.length - 1) + "/" + file.length,
                    "Content-Length: " + (file.length - from));
            reply.write(Arrays.copyOfRange(file, from, file.length));
        } else {
            reply.head(200, "ETag: " + tag, "Content-Length: " + file.length).write(file);
        }
    }

    /** Announces a file, or the requested part of it, and breaks off after a number of bytes. */
    static Script breaksOff(byte[] file, int after) {
        return (request, reply) -> {
            int from = request.from();
            String tag = "\"" + Listing.sha256(file).substring(0, 8) + "\"";
            reply.head(
                    from > 0 ? 206 : 200,
                    "ETag: " + tag,
                    "Content-Range: bytes " + from + "-" + (file.length - 1) + "/" + file.length,
                    "Content-Length: " + (file.length - from));
            reply.write(Arrays.copyOfRange(file, from, from + after));
        };
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

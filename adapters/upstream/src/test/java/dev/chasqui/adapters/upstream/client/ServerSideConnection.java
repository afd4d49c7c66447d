package dev.chasqui.adapters.upstream.client;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** The server's end of a connection, raw. */
public final class ServerSideConnection implements Closeable {
    private final Socket socket;
    private final int number;
    private final InputStream in;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch clientLeft = new CountDownLatch(1);

    /** A request as it came: its first line, its header lines, its body. */
    public record Request(String line, List<String> headers, String body) {
        public String path() {
            return line.substring(line.indexOf(' ') + 1, line.lastIndexOf(' '));
        }
    }

    public ServerSideConnection(Socket socket, int number) throws IOException {
        this.socket = socket;
        this.number = number;
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Returns the number of the connection; 0 for the server's first one. */
    public int number() {
        return number;
    }

    public List<Request> requests() {
        return requests;
    }

    /** Reads the next request with its body; returns null if the client closed instead. */
    public @Nullable Request readRequest() throws IOException {
        List<String> head = readHead();
        if (head.isEmpty()) {
            clientLeft.countDown();
            return null;
        }
        int length =
                head.stream()
                        .filter(line -> line.startsWith("Content-Length: "))
                        .mapToInt(line -> Integer.parseInt(line.substring(16)))
                        .sum();
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        Request request = new Request(head.getFirst(), head.subList(1, head.size()), body);
        requests.add(request);
        return request;
    }

    /**
     * Reads the lines of the next request before its body; returns none if the client closed
     * instead.
     */
    public List<String> readHead() throws IOException {
        List<String> head = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            String text = line.toString().stripTrailing();
            line.setLength(0);
            if (text.isEmpty()) {
                return head;
            }
            head.add(text);
        }
        return List.of();
    }

    /** Reads the next chunk of a body; returns an empty one at its end. */
    public String readChunk() throws IOException {
        StringBuilder size = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            size.append((char) c);
        }
        int length = Integer.parseInt(size.toString().strip(), 16);
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        in.skipNBytes(2);
        return text;
    }

    /** Reads all chunks of a body that are still to come. */
    public String readChunks() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String chunk = readChunk(); !chunk.isEmpty(); chunk = readChunk()) {
            all.append(chunk);
        }
        return all.toString();
    }

    public void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Ends the sending, but not the receiving. */
    public void stopSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Waits this long for the client to close; returns true if it did not. */
    public boolean isOpenFor(Duration pause) throws IOException {
        socket.setSoTimeout((int) pause.toMillis());
        try {
            return in.read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    /** Reads until the client closes, which opens {@link #clientLeft}. */
    public void awaitClient() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A reset is a close, too.
        }
        clientLeft.countDown();
    }

    /** Returns a latch that opens when the server has seen the client's close. */
    public CountDownLatch clientLeft() {
        return clientLeft;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

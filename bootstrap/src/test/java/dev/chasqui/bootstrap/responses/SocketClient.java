package dev.chasqui.bootstrap.responses;

import static java.util.stream.Collectors.joining;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A client of WebSockets that sends exact frames. Used by one thread. */
final class SocketClient implements AutoCloseable {
    static final int TEXT = 0x81;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8A;
    private static final int PATIENCE = 20_000;
    private static final byte[] MASK = {1, 2, 3, 4};
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final Socket socket;
    private final InputStream in;
    private final String head;

    /** A frame of the server. */
    record Frame(int kind, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Returns the reason of a goodbye. */
        int reason() {
            return ByteBuffer.wrap(payload).getShort();
        }
    }

    private SocketClient(Socket socket, InputStream in, String head) {
        this.socket = socket;
        this.in = in;
        this.head = head;
    }

    /** Asks for a WebSocket; {@link #head} is the head of the answer. */
    static SocketClient open(int port, String... headers) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE);
        String request =
                "GET /v1/responses HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: "
                        + KEY
                        + "\r\n"
                        + Stream.of(headers).map(header -> header + "\r\n").collect(joining())
                        + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = new BufferedInputStream(socket.getInputStream());
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("closed without an answer");
            }
            head.append((char) c);
        }
        return new SocketClient(socket, in, head.toString());
    }

    String head() {
        return head;
    }

    /** Sends a message of text. */
    SocketClient say(String text) throws IOException {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a frame with these first bits. */
    SocketClient frame(int first, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        frame.writeBytes(length(payload.length, 0x80));
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % MASK.length]);
        }
        return raw(frame.toByteArray());
    }

    SocketClient raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    static byte[] length(long length, int mask) {
        if (length < 126) {
            return new byte[] {(byte) (mask | length)};
        }
        return length <= 0xFFFF
                ? ByteBuffer.allocate(3).put((byte) (mask | 126)).putShort((short) length).array()
                : ByteBuffer.allocate(9).put((byte) (mask | 127)).putLong(length).array();
    }

    /** Returns the next frame; empty at the end of the connection. */
    Optional<Frame> read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        int said = in.read();
        int bytes = said == 126 ? 2 : said == 127 ? 8 : 0;
        long length = bytes == 0 ? said : 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | in.read();
        }
        return Optional.of(new Frame(first, in.readNBytes(Math.toIntExact(length))));
    }

    /** Returns the texts of one turn: all events up to its last one. */
    List<String> turn() throws IOException {
        List<String> events = new ArrayList<>();
        boolean last = false;
        while (!last) {
            String event = read().orElseThrow().text();
            events.add(event);
            last =
                    event.startsWith("{\"type\":\"error\",\"status\"")
                            || event.startsWith("{\"type\":\"response.completed\"")
                            || event.startsWith("{\"type\":\"response.incomplete\"")
                            || event.startsWith("{\"type\":\"response.failed\"");
        }
        return events;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

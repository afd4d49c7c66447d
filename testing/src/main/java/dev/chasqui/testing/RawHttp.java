package dev.chasqui.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP client for tests that sends exact bytes and notes the time of each piece of the response.
 *
 * <pre>{@code
 * try (RawHttp client = RawHttp.connect(port)) {
 *     client.post("/v1/chat/completions", body);
 *     WireMessage head = client.readHead();
 *     Optional<Piece> first = client.readPiece();
 *     client.hangUp();
 * }
 * }</pre>
 *
 * <p>A read that gets nothing for 20 seconds throws {@link SocketTimeoutException}. For one thread.
 */
public final class RawHttp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;
    private final MessageReader reader;
    private boolean askedForHead;
    private long sentAt;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new MessageReader(socket.getInputStream());
    }

    /** Connects to a port of 127.0.0.1. */
    public static RawHttp connect(int port) {
        return connect(new Socket(), port);
    }

    /**
     * Connects with a receive buffer of this many bytes: a client that stops reading then soon
     * stops the writer, too.
     */
    public static RawHttp connectWithBuffer(int port, int bytes) {
        Socket socket = new Socket();
        try {
            socket.setReceiveBufferSize(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connect(socket, port);
    }

    private static RawHttp connect(Socket socket, int port) {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new RawHttp(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends one GET on a connection of its own.
     *
     * @return the whole response
     * @throws IOException if the connection fails or ends early
     */
    public static WireMessage get(int port, String path, Header... headers) throws IOException {
        try (RawHttp client = connect(port)) {
            return client.request("GET", path, "", headers).readResponse();
        }
    }

    /**
     * Sends one POST of JSON on a connection of its own.
     *
     * @return the whole response
     * @throws IOException if the connection fails or ends early
     */
    public static WireMessage post(int port, String path, String json, Header... headers)
            throws IOException {
        try (RawHttp client = connect(port)) {
            return client.post(path, json, headers).readResponse();
        }
    }

    /** Sends raw bytes. */
    public RawHttp send(byte[] bytes) throws IOException {
        askedForHead = startsWithHead(bytes);
        sentAt = System.nanoTime();
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends raw text in UTF-8. */
    public RawHttp send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a well-formed POST of JSON. */
    public RawHttp post(String path, String json, Header... headers) throws IOException {
        return request("POST", path, json, headers);
    }

    /** Sends a well-formed request; a body is declared as JSON. */
    public RawHttp request(String method, String path, String body, Header... headers)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        List<Header> all = new ArrayList<>(List.of(headers));
        if (all.stream().noneMatch(header -> header.isNamed("Host"))) {
            all.add(new Header("Host", "127.0.0.1:" + socket.getPort()));
        }
        if (bytes.length > 0) {
            all.add(new Header("Content-Type", "application/json"));
            all.add(new Header("Content-Length", Integer.toString(bytes.length)));
        }
        all.forEach(header -> text.append(header.name() + ": " + header.value() + "\r\n"));
        return send(text.append("\r\n").append(body).toString());
    }

    /**
     * Reads the next response with its whole body; the times of its pieces count from the last
     * send.
     *
     * @throws EOFException if the connection ended before the response did
     * @throws IOException if the connection fails
     */
    public WireMessage readResponse() throws IOException {
        return readBody(readHead());
    }

    /**
     * Reads the whole body of a response whose head has been read.
     *
     * @return the whole response
     * @throws EOFException if the connection ended before the response did
     * @throws IOException if the connection fails
     */
    public WireMessage readBody(WireMessage head) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (Optional<Piece> piece = readPiece(); piece.isPresent(); piece = readPiece()) {
            pieces.add(piece.get());
        }
        return head.with(pieces);
    }

    /**
     * Reads the head of the next response, without a piece.
     *
     * @throws EOFException if the connection ended before it
     * @throws IOException if the connection fails
     */
    public WireMessage readHead() throws IOException {
        return reader.head(askedForHead)
                .orElseThrow(() -> new EOFException("closed without a response"));
    }

    /**
     * Reads the next chunk, or the bytes of one read from a body with a length.
     *
     * @return empty at the end of the body
     * @throws EOFException if the connection ended before the body did
     * @throws IOException if the connection fails
     */
    public Optional<Piece> readPiece() throws IOException {
        return reader.piece()
                .map(bytes -> new Piece(Duration.ofNanos(System.nanoTime() - sentAt), bytes));
    }

    /**
     * Returns true if the server closes the connection, by FIN or RST, before it sends anything
     * more.
     *
     * @param deadline the longest wait for that
     */
    public boolean isClosedWithin(Duration deadline) throws IOException {
        socket.setSoTimeout((int) deadline.toMillis());
        try {
            return reader.isAtEnd();
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout((int) PATIENCE.toMillis());
        }
    }

    /** Closes the sending half of the connection; reading goes on. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes the connection by FIN, as a client that leaves. */
    public void hangUp() {
        close();
    }

    /** Closes the connection by RST, as a client that is killed. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean startsWithHead(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).startsWith("HEAD ");
    }
}

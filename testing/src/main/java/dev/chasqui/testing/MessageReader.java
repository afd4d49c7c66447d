package dev.chasqui.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A reader of the HTTP/1.1 messages of one connection, head by head and piece by piece. Used by one
 * thread.
 */
final class MessageReader {
    private static final int READ_SIZE = 64 * 1024;

    private enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private final InputStream in;
    private Framing framing = Framing.NONE;
    private long left;

    MessageReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /**
     * Reads the head of the next message.
     *
     * @param bodiless true if no body follows whatever the headers say, as after HEAD
     * @return the head without pieces; empty if the peer closed before its first byte
     * @throws EOFException if the peer closed within the head
     */
    Optional<WireMessage> head(boolean bodiless) throws IOException {
        Optional<String> firstLine = line();
        if (firstLine.isEmpty()) {
            return Optional.empty();
        }
        List<Header> headers = new ArrayList<>();
        for (String line = headLine(); !line.isEmpty(); line = headLine()) {
            headers.add(Header.parse(line));
        }
        WireMessage head = new WireMessage(firstLine.get(), headers, List.of());
        framing = bodiless ? Framing.NONE : framing(head);
        left = head.header("Content-Length").map(Long::parseLong).orElse(0L);
        return Optional.of(head);
    }

    /**
     * Reads the next bytes of the body: a chunk, or the bytes of one read.
     *
     * @return the bytes; empty at the end of the body
     * @throws EOFException if the peer closed within the body
     */
    Optional<byte[]> piece() throws IOException {
        Optional<byte[]> piece =
                switch (framing) {
                    case NONE -> Optional.empty();
                    case LENGTH -> left == 0 ? Optional.empty() : Optional.of(some());
                    case CHUNKED -> chunk();
                    case UNTIL_CLOSE -> rest();
                };
        if (piece.isEmpty()) {
            framing = Framing.NONE;
        }
        return piece;
    }

    /** Waits for a byte; returns true if the peer closes, by FIN or RST, before it sends one. */
    boolean isAtEnd() throws IOException {
        in.mark(1);
        try {
            if (in.read() < 0) {
                return true;
            }
        } catch (SocketException e) {
            return true;
        }
        in.reset();
        return false;
    }

    private static Framing framing(WireMessage head) {
        if (head.isChunked()) {
            return Framing.CHUNKED;
        }
        if (head.header("Content-Length").isPresent()) {
            return Framing.LENGTH;
        }
        if (!head.isResponse()) {
            return Framing.NONE;
        }
        int status = head.status();
        return status < 200 || status == 204 || status == 304 ? Framing.NONE : Framing.UNTIL_CLOSE;
    }

    private byte[] some() throws IOException {
        byte[] bytes = new byte[(int) Math.min(left, READ_SIZE)];
        int count = in.read(bytes);
        if (count < 0) {
            throw new EOFException("closed with " + left + " bytes of the body missing");
        }
        left -= count;
        return Arrays.copyOf(bytes, count);
    }

    private Optional<byte[]> chunk() throws IOException {
        String size = headLine();
        int extension = size.indexOf(';');
        int length =
                Integer.parseInt((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("closed within a chunk");
        }
        if (length > 0) {
            headLine();
            return Optional.of(bytes);
        }
        for (String trailer = headLine(); !trailer.isEmpty(); trailer = headLine()) {
            // No test needs the trailers.
        }
        return Optional.empty();
    }

    private Optional<byte[]> rest() throws IOException {
        byte[] bytes = new byte[READ_SIZE];
        int count = in.read(bytes);
        return count < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(bytes, count));
    }

    private String headLine() throws IOException {
        return line().orElseThrow(() -> new EOFException("closed within a head or before a chunk"));
    }

    private Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (line.size() == 0) {
                    return Optional.empty();
                }
                throw new EOFException("closed within a line: " + line);
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}

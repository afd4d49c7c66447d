package dev.chasqui.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP request or response with every byte of its body.
 *
 * @param firstLine the request line or the status line
 * @param headers the headers in the order they were sent; a name may come more than once
 * @param pieces the body, piece by piece as it came; empty where there was none
 */
public record WireMessage(String firstLine, List<Header> headers, List<Piece> pieces) {

    /** Copies both lists. */
    public WireMessage {
        headers = List.copyOf(headers);
        pieces = List.copyOf(pieces);
    }

    /** The whole body, without chunk framing. */
    public byte[] body() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        pieces.forEach(piece -> body.writeBytes(piece.bytes()));
        return body.toByteArray();
    }

    /** The whole body read as UTF-8. */
    public String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /**
     * The status of a response.
     *
     * @throws IllegalStateException if this is a request
     */
    public int status() {
        if (!isResponse()) {
            throw new IllegalStateException(firstLine + ": a request has no status");
        }
        return Integer.parseInt(firstLine.split(" ", 3)[1]);
    }

    /** The method of a request. */
    public String method() {
        return firstLine.split(" ", 3)[0];
    }

    /** The path of a request with its query, as it was sent. */
    public String target() {
        return firstLine.split(" ", 3)[1];
    }

    /** The path of a request without its query. */
    public String path() {
        return target().split("\\?", 2)[0];
    }

    /** The value of the first header of that name, in whatever letters. */
    public Optional<String> header(String name) {
        return headers.stream().filter(h -> h.isNamed(name)).map(Header::value).findFirst();
    }

    /** The values of all headers of that name, in whatever letters and in their order. */
    public List<String> headers(String name) {
        return headers.stream().filter(h -> h.isNamed(name)).map(Header::value).toList();
    }

    /** Whether this is a response. */
    public boolean isResponse() {
        return firstLine.startsWith("HTTP/");
    }

    /** Whether the body is, or was, sent in chunks. */
    public boolean isChunked() {
        return header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
    }

    WireMessage with(List<Piece> body) {
        return new WireMessage(firstLine, headers, body);
    }
}

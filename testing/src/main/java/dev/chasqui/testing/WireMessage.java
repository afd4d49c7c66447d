package dev.chasqui.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP request or response with every byte of its body.
 *
 * @param firstLine the request line or the status line
 * @param headers the headers in the order in which they were sent; a name may occur several times
 * @param pieces the body in the pieces in which it came; empty if there was none
 */
public record WireMessage(String firstLine, List<Header> headers, List<Piece> pieces) {

    /** Copies both lists. */
    public WireMessage {
        headers = List.copyOf(headers);
        pieces = List.copyOf(pieces);
    }

    /** Returns the whole body, without chunk framing. */
    public byte[] body() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        pieces.forEach(piece -> body.writeBytes(piece.bytes()));
        return body.toByteArray();
    }

    /** Returns the whole body as a text in UTF-8. */
    public String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /**
     * Returns the status of a response.
     *
     * @throws IllegalStateException if this is a request
     */
    public int status() {
        if (!isResponse()) {
            throw new IllegalStateException(firstLine + ": a request has no status");
        }
        return Integer.parseInt(firstLine.split(" ", 3)[1]);
    }

    /** Returns the method of a request. */
    public String method() {
        return firstLine.split(" ", 3)[0];
    }

    /** Returns the path of a request with its query, as it was sent. */
    public String target() {
        return firstLine.split(" ", 3)[1];
    }

    /** Returns the path of a request without its query. */
    public String path() {
        return target().split("\\?", 2)[0];
    }

    /** Returns the value of the first header of that name, in any case. */
    public Optional<String> header(String name) {
        return headers.stream().filter(h -> h.isNamed(name)).map(Header::value).findFirst();
    }

    /** Returns the values of all headers of that name, in any case, in their order. */
    public List<String> headers(String name) {
        return headers.stream().filter(h -> h.isNamed(name)).map(Header::value).toList();
    }

    /** Returns true if this is a response. */
    public boolean isResponse() {
        return firstLine.startsWith("HTTP/");
    }

    /** Returns true if the body is, or was, sent in chunks. */
    public boolean isChunked() {
        return header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
    }

    WireMessage with(List<Piece> body) {
        return new WireMessage(firstLine, headers, body);
    }
}

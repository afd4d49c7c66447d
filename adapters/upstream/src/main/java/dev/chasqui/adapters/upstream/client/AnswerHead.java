package dev.chasqui.adapters.upstream.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The status and the headers of an answer.
 *
 * @param status the status code
 * @param http11 true for HTTP/1.1, false for HTTP/1.0
 * @param headers the values by name in lower case; those of a repeated name are joined by commas
 */
public record AnswerHead(int status, boolean http11, Map<String, String> headers) {
    /** The largest size of a head in bytes; an honest one is far smaller. */
    private static final int MAX_HEAD = 65_536;

    private static final int MAX_INTERIM = 16;

    /**
     * Reads the head of the final answer; skips interim ones (100, 103).
     *
     * @throws ProtocolException if the bytes are not an answer of HTTP/1.0 or 1.1
     */
    static AnswerHead read(Inflow inflow) throws IOException {
        for (int i = 0; i < MAX_INTERIM; i++) {
            AnswerHead head = readOne(inflow);
            if (head.status == 101) {
                throw new ProtocolException("it switches to a protocol that was not requested");
            }
            if (head.status >= 200) {
                return head;
            }
        }
        throw new ProtocolException("there are only interim answers");
    }

    private static AnswerHead readOne(Inflow inflow) throws IOException {
        String line = inflow.line(MAX_HEAD);
        int room = MAX_HEAD - line.length();
        boolean http11 = line.startsWith("HTTP/1.1 ");
        if (!http11 && !line.startsWith("HTTP/1.0 ")) {
            throw new ProtocolException("it does not begin with HTTP/1.1 or HTTP/1.0");
        }
        int status = status(line.substring(9));
        Map<String, String> headers = new HashMap<>();
        for (line = inflow.line(room); !line.isEmpty(); line = inflow.line(room)) {
            room -= line.length();
            int colon = line.indexOf(':');
            if (colon < 1 || line.charAt(0) <= ' ' || line.charAt(colon - 1) <= ' ') {
                throw new ProtocolException("a header has no name");
            }
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + "," + other);
        }
        return new AnswerHead(status, http11, headers);
    }

    private static int status(String text) throws ProtocolException {
        int end = text.indexOf(' ');
        String digits = end < 0 ? text : text.substring(0, end);
        if (digits.length() != 3 || digits.charAt(0) == '0' || !isNumber(digits)) {
            throw new ProtocolException("its status is not a number of three digits");
        }
        return Integer.parseInt(digits);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * Returns true if the server keeps the connection open for another request, provided that the
     * body's end can be found.
     */
    boolean keepsAlive() {
        if (headers.containsKey("transfer-encoding") && headers.containsKey("content-length")) {
            // There are two lengths: another program on the way may have found another end of the
            // body than we do.
            return false;
        }
        String connection = header("connection").orElse("").toLowerCase(Locale.ROOT);
        return http11 ? !connection.contains("close") : connection.contains("keep-alive");
    }

    /**
     * Returns the body that follows this head.
     *
     * @throws ProtocolException if the headers give no valid length
     */
    AnswerBody body(Inflow inflow) throws ProtocolException {
        if (status == 204 || status == 304) {
            return AnswerBody.none(inflow);
        }
        Optional<String> coding = header("transfer-encoding");
        if (coding.isPresent()) {
            if (!coding.get().equalsIgnoreCase("chunked")) {
                throw new ProtocolException("its Transfer-Encoding is not chunked");
            }
            return new AnswerBody.Chunked(inflow);
        }
        Optional<String> length = header("content-length");
        return length.isPresent()
                ? new AnswerBody.Sized(inflow, length(length.get()))
                : new AnswerBody.UntilClose(inflow);
    }

    /**
     * Parses a Content-Length. A repeated one, joined by a comma, is refused: the end of the body
     * would be ambiguous.
     */
    private static long length(String value) throws ProtocolException {
        if (!isNumber(value)) {
            throw new ProtocolException("its Content-Length is not a number");
        }
        return Long.parseLong(value);
    }

    /** Returns true for 1 to 15 digits, which fit into a long. */
    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 15;
    }
}

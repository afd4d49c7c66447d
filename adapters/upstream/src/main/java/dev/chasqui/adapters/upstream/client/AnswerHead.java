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
 * @param headers by names in lower case; the values of a repeated one are joined by commas
 */
public record AnswerHead(int status, boolean http11, Map<String, String> headers) {
    /** Far above any honest head. */
    private static final int MAX_HEAD = 65_536;

    private static final int MAX_INTERIM = 16;

    /**
     * Reads the head of the final answer; interim ones (100, 103) are read over.
     *
     * @throws ProtocolException if the bytes are no answer of HTTP/1.0 or 1.1
     */
    static AnswerHead read(Inflow inflow) throws IOException {
        for (int i = 0; i < MAX_INTERIM; i++) {
            AnswerHead head = readOne(inflow);
            if (head.status == 101) {
                throw new ProtocolException("it switches to a protocol that nobody asked for");
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
            throw new ProtocolException("its status is no number of three digits");
        }
        return Integer.parseInt(digits);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Whether the server keeps the connection for another request, if the body lets it. */
    boolean keepsAlive() {
        if (headers.containsKey("transfer-encoding") && headers.containsKey("content-length")) {
            // Two lengths: somebody on the way may have seen another end than we do.
            return false;
        }
        String connection = header("connection").orElse("").toLowerCase(Locale.ROOT);
        return http11 ? !connection.contains("close") : connection.contains("keep-alive");
    }

    /**
     * The body that follows this head.
     *
     * @throws ProtocolException if its length is told in no valid way
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

    /** One number: a length that is said twice leaves open where the body ends. */
    private static long length(String value) throws ProtocolException {
        if (!isNumber(value)) {
            throw new ProtocolException("its Content-Length is no number");
        }
        return Long.parseLong(value);
    }

    /** Whether these are 1 to 15 digits, so that no long overflows. */
    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 15;
    }
}

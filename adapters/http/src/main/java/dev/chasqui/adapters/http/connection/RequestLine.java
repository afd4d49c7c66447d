package dev.chasqui.adapters.http.connection;

import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a request.
 *
 * @param plain the line as Helidon reads it: of HTTP/1.1, with a path
 * @param http10 true if the client speaks HTTP/1.0
 * @param authority the host that an absolute target names; it takes precedence over the {@code
 *     Host} header
 */
public record RequestLine(byte[] plain, boolean http10, Optional<String> authority) {
    /** The line of a connection without a request. */
    static final RequestLine NONE = new RequestLine(new byte[0], false, Optional.empty());

    private static final String HTTP_1_1 = "HTTP/1.1";
    private static final String HTTP_1_0 = "HTTP/1.0";
    private static final Pattern VERSION = Pattern.compile("HTTP/[0-9]\\.[0-9]");
    private static final Pattern ABSOLUTE =
            Pattern.compile("https?://([^/?#]*)(.*)", Pattern.CASE_INSENSITIVE);
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    /**
     * Parses a line without its line break. The array becomes part of the result.
     *
     * @throws RequestException with the status 400 if it is malformed, with 505 if its version is
     *     unknown
     */
    static RequestLine parse(byte[] line) {
        int method = 0;
        while (method < line.length && isTokenMark((char) line[method])) {
            method++;
        }
        int version = line.length - HTTP_1_1.length();
        if (method == 0
                || version - 1 <= method
                || line[method] != ' '
                || line[version - 1] != ' '
                || isUnprintable(line, method + 1, version - 1)) {
            throw refused(
                    Status.BAD_REQUEST_400, "the request line is not method, target and version");
        }
        boolean http10 =
                isHttp10(new String(line, version, HTTP_1_1.length(), StandardCharsets.US_ASCII));
        if (line[method + 1] == '/') {
            line[line.length - 1] = '1';
            return new RequestLine(line, http10, Optional.empty());
        }
        String verb = new String(line, 0, method, StandardCharsets.US_ASCII);
        String target =
                new String(line, method + 1, version - method - 2, StandardCharsets.US_ASCII);
        if (target.equals("*") && verb.equals("OPTIONS")) {
            return withPath(verb, "/", http10, Optional.empty());
        }
        Matcher absolute = ABSOLUTE.matcher(target);
        if (!absolute.matches() || !Authority.isWellFormed(absolute.group(1))) {
            throw refused(Status.BAD_REQUEST_400, "the target is neither a path nor an address");
        }
        String rest = absolute.group(2);
        String path = rest.startsWith("/") ? rest : "/" + rest;
        return withPath(verb, path, http10, Optional.of(absolute.group(1)));
    }

    private static boolean isUnprintable(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] <= ' ' || line[i] == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHttp10(String version) {
        if (version.equals(HTTP_1_1)) {
            return false;
        }
        if (version.equals(HTTP_1_0)) {
            return true;
        }
        throw VERSION.matcher(version).matches()
                ? refused(Status.HTTP_VERSION_NOT_SUPPORTED_505, "the HTTP version is unknown")
                : refused(Status.BAD_REQUEST_400, "the request line has no version");
    }

    private static RequestLine withPath(
            String verb, String path, boolean http10, Optional<String> authority) {
        String plain = verb + " " + path + " " + HTTP_1_1;
        return new RequestLine(plain.getBytes(StandardCharsets.US_ASCII), http10, authority);
    }

    /** Returns true if methods and header names may hold this character. */
    static boolean isTokenMark(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    /** Returns an exception by which Helidon answers with the status and closes the connection. */
    static RequestException refused(Status status, String why) {
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(status)
                .setKeepAlive(false)
                .message(why)
                .build();
    }
}

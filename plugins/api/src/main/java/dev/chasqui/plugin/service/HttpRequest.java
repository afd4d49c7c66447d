package dev.chasqui.plugin.service;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A request of a plug-in. Immutable, except for the bytes of its body, which must not be changed.
 *
 * @param method the HTTP method in capitals
 * @param uri an absolute {@code http} or {@code https} address without user info
 * @param headers the headers by name, in any case
 * @param body the body; empty for none
 * @param timeout the longest time for the whole call (default 30 s); of a stream, the longest time
 *     of each wait
 * @param largestReply the largest body of the answer in bytes (default 16 MiB); does not hold for a
 *     stream
 * @param redirects the largest number of redirects that are followed (default 0)
 */
public record HttpRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        byte[] body,
        Duration timeout,
        int largestReply,
        int redirects) {
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);
    private static final int USUAL_REPLY = 16 << 20;
    private static final int LARGEST_REPLY = 256 << 20;
    private static final int MOST_REDIRECTS = 10;
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");

    /** The headers that belong to the connection, and frame the message. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "keep-alive",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    /**
     * @throws IllegalArgumentException if a part is not valid; the message never holds the value of
     *     a header
     */
    public HttpRequest {
        if (!METHOD.matcher(method).matches() || method.equals("CONNECT")) {
            throw new IllegalArgumentException("method: (expected: GET, POST or another)");
        }
        uri = checked(uri);
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        sorted.forEach(HttpRequest::require);
        headers = Collections.unmodifiableMap(sorted);
        if (!timeout.isPositive() || timeout.toDays() > 0) {
            throw new IllegalArgumentException(
                    "timeout: " + timeout + " (expected: more than 0, at most a day)");
        }
        if (largestReply < 0 || largestReply > LARGEST_REPLY) {
            throw new IllegalArgumentException(
                    "largestReply: " + largestReply + " (expected: 0 to " + LARGEST_REPLY + ")");
        }
        if (redirects < 0 || redirects > MOST_REDIRECTS) {
            throw new IllegalArgumentException(
                    "redirects: " + redirects + " (expected: 0 to " + MOST_REDIRECTS + ")");
        }
    }

    private static URI checked(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean known = scheme.equals("http") || scheme.equals("https");
        // No message shows the address, since many APIs take their key in it.
        if (!known
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getPort() > 65_535) {
            throw new IllegalArgumentException(
                    "uri: (expected: http://HOST/PATH or https://HOST/PATH, in ASCII, without a"
                            + " password)");
        }
        return uri;
    }

    private static void require(String name, String value) {
        if (!NAME.matcher(name).matches()
                || OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "header: '" + name + "' (expected: one that does not frame the message)");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "header " + name + ": (expected: printable ASCII without line ends)");
        }
    }

    /**
     * Makes a GET.
     *
     * @throws IllegalArgumentException if the address is not valid
     */
    public static HttpRequest get(String uri) {
        return new HttpRequest(
                "GET", parsed(uri), Map.of(), new byte[0], USUAL_TIMEOUT, USUAL_REPLY, 0);
    }

    /**
     * Makes a POST of JSON.
     *
     * @throws IllegalArgumentException if the address is not valid
     */
    public static HttpRequest postJson(String uri, String json) {
        return new HttpRequest(
                "POST",
                parsed(uri),
                Map.of("Content-Type", "application/json"),
                json.getBytes(StandardCharsets.UTF_8),
                USUAL_TIMEOUT,
                USUAL_REPLY,
                0);
    }

    private static URI parsed(String uri) {
        try {
            return new URI(uri);
        } catch (URISyntaxException e) {
            // The exception's message would show the address.
            throw new IllegalArgumentException("uri: not valid at column " + (e.getIndex() + 1));
        }
    }

    /** Returns this request with one more header, or another value of one that it has. */
    public HttpRequest with(String name, String value) {
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return new HttpRequest(method, uri, more, body, timeout, largestReply, redirects);
    }

    /** Returns this request with another time limit. */
    public HttpRequest within(Duration limit) {
        return new HttpRequest(method, uri, headers, body, limit, largestReply, redirects);
    }

    /** Returns this request with another bound of the answer's body, in bytes. */
    public HttpRequest atMost(int bytes) {
        return new HttpRequest(method, uri, headers, body, timeout, bytes, redirects);
    }

    /** Returns this request with another number of redirects that are followed. */
    public HttpRequest following(int most) {
        return new HttpRequest(method, uri, headers, body, timeout, largestReply, most);
    }

    /** Returns the method and the host alone: paths and headers may hold secrets. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getHost();
    }
}

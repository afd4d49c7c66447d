package dev.chasqui.domain.route;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Pull;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An answer of a {@link WebRoute}: an HTTP status, headers and a body, which is JSON, bytes or a
 * stream of bytes.
 *
 * @param status from 200 to 599
 * @param headers by their names in lower case; the server adds those that frame the message, and
 *     the type of a body in JSON
 */
public record RouteReply(int status, Map<String, String> headers, Body body) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE =
            Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?");
    private static final String CONTENT_TYPE = "content-type";

    /** The headers that belong to the connection: a plug-in could break the next answer by them. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "content-length",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    /** The body of an answer. */
    public sealed interface Body {}

    /** A body in JSON. */
    public record JsonBody(Json json) implements Body {}

    /** A body of bytes that are in memory; an empty one is no body. */
    public record BytesBody(byte[] bytes) implements Body {}

    /**
     * A body that is sent as it is made. The server pulls a piece when the client has taken the one
     * before, and closes the pull when the answer is over or the client has left. A failure of the
     * pull cuts the connection, so that the client does not take the part for the whole.
     */
    public record StreamBody(Pull<byte[]> pieces) implements Body {}

    /**
     * @throws IllegalArgumentException if the status is not from 200 to 599, or a header is
     *     malformed or belongs to the connection
     */
    public RouteReply {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
        }
        Map<String, String> checked = new TreeMap<>();
        headers.forEach((name, value) -> checked.put(name.toLowerCase(Locale.ROOT), value));
        checked.forEach(RouteReply::require);
        headers = Map.copyOf(checked);
    }

    private static void require(String name, String value) {
        if (!NAME.matcher(name).matches() || OF_THE_CONNECTION.contains(name)) {
            throw new IllegalArgumentException(
                    "header: '" + name + "' (expected: one that says something of the body)");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "header " + name + ": '" + value + "' (expected: printable ASCII)");
        }
    }

    /** The thing that the caller asked for, with status 200. */
    public static RouteReply ok(Json json) {
        return json(200, json);
    }

    /** The thing that the call made, with status 201. */
    public static RouteReply created(Json json) {
        return json(201, json);
    }

    /** An answer in JSON. */
    public static RouteReply json(int status, Json json) {
        return new RouteReply(status, Map.of(), new JsonBody(json));
    }

    /**
     * An answer whose body is in memory.
     *
     * @param contentType such as {@code text/html; charset=utf-8}
     */
    public static RouteReply bytes(int status, String contentType, byte[] bytes) {
        return new RouteReply(status, Map.of(CONTENT_TYPE, contentType), new BytesBody(bytes));
    }

    /**
     * An answer whose body is sent as it is made, with status 200.
     *
     * @param contentType such as {@code text/event-stream}
     */
    public static RouteReply stream(String contentType, Pull<byte[]> pieces) {
        return new RouteReply(200, Map.of(CONTENT_TYPE, contentType), new StreamBody(pieces));
    }

    /** An answer without a body, with status 204. */
    public static RouteReply empty() {
        return new RouteReply(204, Map.of(), new BytesBody(new byte[0]));
    }

    /** This answer with one more header, or another value of one that it has. */
    public RouteReply with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new RouteReply(status, more, body);
    }
}

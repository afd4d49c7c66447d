package dev.chasqui.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * A request as bytes, with a condition on the answer's body.
 *
 * @param port the port on the loopback interface
 * @param bytes the head and the body
 * @param expected the condition on the answer's body
 */
public record RawRequest(int port, ByteBuffer bytes, Expected expected) {
    /** A condition on the body of a whole answer. */
    public sealed interface Expected {
        /** Returns true if a body meets the condition. */
        default boolean fits(byte[] body, int length) {
            return switch (this) {
                case Same(byte[] same) -> Arrays.equals(body, 0, length, same, 0, same.length);
                case Holds(String part) -> new String(body, 0, length, UTF_8).contains(part);
            };
        }
    }

    /** The body must equal these bytes. */
    public record Same(byte[] body) implements Expected {}

    /** The body must contain this text. */
    public record Holds(String part) implements Expected {}

    /** Returns a GET request. */
    public static RawRequest get(int port, String path, Expected expected) {
        byte[] head =
                ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
                        .getBytes(UTF_8);
        return new RawRequest(
                port, ByteBuffer.allocateDirect(head.length).put(head).flip(), expected);
    }

    /**
     * Returns a POST request with JSON.
     *
     * @param headers further headers
     */
    public static RawRequest post(
            int port, String path, Map<String, String> headers, String json, Expected expected) {
        byte[] body = json.getBytes(UTF_8);
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\n");
        head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        head.append("Content-Type: application/json\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocateDirect(start.length + body.length);
        return new RawRequest(port, bytes.put(start).put(body).flip(), expected);
    }
}

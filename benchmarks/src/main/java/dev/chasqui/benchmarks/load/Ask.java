package dev.chasqui.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * One request as bytes, and what its answer must hold.
 *
 * @param port where to
 * @param bytes head and body
 * @param expected what the answer's body must be or contain
 */
public record Ask(int port, ByteBuffer bytes, Expected expected) {
    /** What the body of a whole answer must look like. */
    public sealed interface Expected {
        /** Whether a body is as it should be. */
        default boolean fits(byte[] body, int length) {
            return switch (this) {
                case Same(byte[] same) -> Arrays.equals(body, 0, length, same, 0, same.length);
                case Holds(String part) -> new String(body, 0, length, UTF_8).contains(part);
            };
        }
    }

    /** These bytes and no others. */
    public record Same(byte[] body) implements Expected {}

    /** Somewhere this text. */
    public record Holds(String part) implements Expected {}

    /** A GET. */
    public static Ask get(int port, String path, Expected expected) {
        byte[] head =
                ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
                        .getBytes(UTF_8);
        return new Ask(port, ByteBuffer.allocateDirect(head.length).put(head).flip(), expected);
    }

    /**
     * A POST of JSON.
     *
     * @param headers headers besides those that every request has
     */
    public static Ask post(
            int port, String path, Map<String, String> headers, String json, Expected expected) {
        byte[] body = json.getBytes(UTF_8);
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\n");
        head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        head.append("Content-Type: application/json\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocateDirect(start.length + body.length);
        return new Ask(port, bytes.put(start).put(body).flip(), expected);
    }
}

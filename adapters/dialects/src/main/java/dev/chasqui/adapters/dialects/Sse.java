package dev.chasqui.adapters.dialects;

import java.nio.charset.StandardCharsets;

/** The text of server-sent events as we write them: data and comments, never ids. */
final class Sse {
    private Sse() {}

    /** An event with this data, one data line for each of its lines. */
    static byte[] event(String data) {
        return ("data: " + data.replace("\n", "\ndata: ") + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A comment, which clients ignore. */
    static byte[] comment(String text) {
        return (": " + text + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}

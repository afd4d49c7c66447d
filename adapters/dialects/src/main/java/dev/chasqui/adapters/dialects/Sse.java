package dev.chasqui.adapters.dialects;

import java.nio.charset.StandardCharsets;

/** The text of server-sent events as we write them: data, comments, errors, never ids. */
final class Sse {
    private Sse() {}

    /** An event with this data, one data line for each of its lines. */
    static byte[] event(String data) {
        return (data(data) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * An event with this data that is named {@code error}.
     *
     * <p>Most clients know an error by its data; LangChain4j knows it by the name alone, and takes
     * the stream for a whole one where that is missing. The name comes second because some read
     * line by line, and stumble over what is before the data.
     */
    static byte[] error(String data) {
        return (data(data) + "event: error\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A comment, which clients ignore. */
    static byte[] comment(String text) {
        return (": " + text + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String data(String data) {
        return "data: " + data.replace("\n", "\ndata: ") + "\n";
    }
}

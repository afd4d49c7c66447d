package dev.chasqui.adapters.dialects.reply;

import java.nio.charset.StandardCharsets;

/** The text of server-sent events as we write them: data, comments, errors, never ids. */
public final class Sse {
    private Sse() {}

    /** An event with this data, one data line for each of its lines. */
    public static byte[] event(String data) {
        return utf8(text(data));
    }

    /** The text of {@link #event}. */
    public static String text(String data) {
        return data(data) + "\n";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * An event with this data that is named {@code error}.
     *
     * <p>Most clients know an error by its data; LangChain4j knows it by the name alone, and takes
     * the stream for a whole one where that is missing. The name comes second because some read
     * line by line, and stumble over what is before the data.
     */
    public static byte[] error(String data) {
        return utf8(data(data) + "event: error\n\n");
    }

    /** A comment, which clients ignore. */
    public static byte[] comment(String text) {
        return utf8(": " + text + "\n\n");
    }

    private static String data(String data) {
        return "data: " + data.replace("\n", "\ndata: ") + "\n";
    }
}

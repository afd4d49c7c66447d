package dev.chasqui.adapters.dialects.reply;

import java.nio.charset.StandardCharsets;

/** The writer of server-sent events: data, comments and errors, never ids. */
public final class Sse {
    private Sse() {}

    /** Returns an event with this data, with one data line for each of its lines. */
    public static byte[] event(String data) {
        return utf8(text(data));
    }

    /** Returns the text of {@link #event}. */
    public static String text(String data) {
        return data(data) + "\n";
    }

    /** An event of this name with this data; most clients of named events want the name first. */
    public static byte[] event(String name, String data) {
        return utf8("event: " + name + "\n" + text(data));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns an event with this data and the name {@code error}.
     *
     * <p>Most clients recognise an error by its data. LangChain4j recognises it by the name alone,
     * and takes a stream without one for complete. The name follows the data, because some clients
     * read line by line and stumble over a line before the data.
     */
    public static byte[] error(String data) {
        return utf8(data(data) + "event: error\n\n");
    }

    /** Returns a comment, which clients ignore. */
    public static byte[] comment(String text) {
        return utf8(": " + text + "\n\n");
    }

    private static String data(String data) {
        return "data: " + data.replace("\n", "\ndata: ") + "\n";
    }
}

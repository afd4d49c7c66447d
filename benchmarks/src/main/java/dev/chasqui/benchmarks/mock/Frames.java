package dev.chasqui.benchmarks.mock;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The frames of a stream in one dialect, each in a chunk of its own. The text of each frame is a
 * {@linkplain FrameMark mark}, which is written over a prepared frame. Not safe for use by several
 * threads.
 */
final class Frames {
    private final byte[] head;
    private final byte[] end;
    private final byte[] frame;
    private final int mark;

    /**
     * @param type the media type of the stream
     * @param frame a frame with {@link FrameMark#BLANK} in it
     * @param end the texts of all chunks after the last frame
     */
    private Frames(String type, String frame, String... end) {
        head =
                ("HTTP/1.1 200 OK\r\nContent-Type: "
                                + type
                                + "\r\n"
                                + "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .getBytes(US_ASCII);
        String chunk = chunk(frame);
        this.frame = chunk.getBytes(US_ASCII);
        this.mark = chunk.indexOf(FrameMark.BLANK);
        StringBuilder last = new StringBuilder();
        for (String part : end) {
            last.append(chunk(part));
        }
        this.end = last.append("0\r\n\r\n").toString().getBytes(US_ASCII);
    }

    static Frames openAi() {
        String start =
                "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\","
                        + "\"created\":1763700000,\"model\":\"bench\",\"choices\":[{\"index\":0,"
                        + "\"delta\":{";
        return new Frames(
                "text/event-stream",
                start + "\"content\":\"" + FrameMark.BLANK + "\"},\"finish_reason\":null}]}\n\n",
                start + "},\"finish_reason\":\"stop\"}]}\n\n",
                "data: [DONE]\n\n");
    }

    static Frames ollama() {
        String start =
                "{\"model\":\"bench-ollama\",\"created_at\":\"2026-11-21T12:00:00.000000Z\",";
        return new Frames(
                "application/x-ndjson",
                start
                        + "\"message\":{\"role\":\"assistant\",\"content\":\""
                        + FrameMark.BLANK
                        + "\"},\"done\":false}\n",
                start
                        + "\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
                        + "\"done_reason\":\"stop\",\"total_duration\":1280000000,"
                        + "\"load_duration\":1000000,\"prompt_eval_count\":20,"
                        + "\"prompt_eval_duration\":1000000,\"eval_count\":64,"
                        + "\"eval_duration\":1279000000}\n");
    }

    int size() {
        return frame.length;
    }

    void putHead(ByteBuffer out) {
        out.put(head);
    }

    /** Puts the frame of a number with the present time. */
    void put(int number, ByteBuffer out) {
        FrameMark.write(number, System.nanoTime(), frame, mark);
        out.put(frame);
    }

    void putEnd(ByteBuffer out) {
        out.put(end);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    @Override
    public String toString() {
        return new String(Arrays.copyOf(frame, frame.length), US_ASCII);
    }
}

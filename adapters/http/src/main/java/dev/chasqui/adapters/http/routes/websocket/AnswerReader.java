package dev.chasqui.adapters.http.routes.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A reader of this server's own answers of HTTP/1.1, which come in any pieces. Their framing is
 * trusted. Used by one thread.
 */
final class AnswerReader {
    /** The receiver of what was read. */
    interface Sink {
        /** Takes one line of the body of a stream, without its line break. */
        void line(String line);

        /** Takes a whole body that is no stream. */
        void whole(int status, byte[] body);
    }

    private enum Part {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS
    }

    private static final String LENGTH = "content-length:";

    private final Sink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** The present line of the head or between chunks; a line of the body may go on after it. */
    private final ByteArrayOutputStream framing = new ByteArrayOutputStream();

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Part part = Part.HEAD;
    private int status;
    private boolean chunked;
    private boolean stream;

    /** The bytes of the body, or of the chunk, that are still to come. */
    private long left;

    AnswerReader(Sink sink) {
        this.sink = sink;
    }

    /** Reads the next bytes. */
    void feed(byte[] bytes) {
        for (byte b : bytes) {
            switch (part) {
                case BODY, CHUNK -> takeBody(b);
                case HEAD, CHUNK_SIZE, CHUNK_END, TRAILERS -> takeLine(b);
            }
        }
    }

    private void takeBody(byte b) {
        left--;
        if (!stream) {
            body.write(b);
        } else if (b == '\n') {
            sink.line(takenLine());
        } else {
            line.write(b);
        }
        if (left == 0) {
            if (part == Part.CHUNK) {
                part = Part.CHUNK_END;
            } else {
                end();
            }
        }
    }

    private String takenLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return text;
    }

    private void takeLine(byte b) {
        if (b != '\n') {
            framing.write(b);
            return;
        }
        String text = framing.toString(StandardCharsets.ISO_8859_1).stripTrailing();
        framing.reset();
        switch (part) {
            case HEAD -> head(text);
            case CHUNK_SIZE -> {
                left = Long.parseLong(text, 16);
                part = left == 0 ? Part.TRAILERS : Part.CHUNK;
            }
            case CHUNK_END -> part = Part.CHUNK_SIZE;
            case TRAILERS -> {
                if (text.isEmpty()) {
                    end();
                }
            }
            case BODY, CHUNK -> throw new IllegalStateException("a line within a body");
        }
    }

    private void head(String text) {
        String field = text.toLowerCase(Locale.ROOT);
        if (status == 0) {
            status = Integer.parseInt(text.split(" ", -1)[1]);
        } else if (field.startsWith(LENGTH)) {
            left = Long.parseLong(field.substring(LENGTH.length()).strip());
        } else if (field.startsWith("transfer-encoding:")) {
            chunked = true;
        } else if (field.startsWith("content-type:")) {
            stream = field.contains("text/event-stream");
        } else if (text.isEmpty()) {
            endHead();
        }
    }

    private void endHead() {
        if (chunked) {
            part = Part.CHUNK_SIZE;
        } else if (left > 0) {
            part = Part.BODY;
        } else {
            end();
        }
    }

    private void end() {
        int said = status;
        byte[] all = body.toByteArray();
        boolean streamed = stream;
        part = Part.HEAD;
        status = 0;
        left = 0;
        chunked = false;
        stream = false;
        body.reset();
        line.reset();
        if (!streamed) {
            sink.whole(said, all);
        }
    }
}

package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.Sse;
import dev.chasqui.adapters.dialects.reply.SseReader;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The only change to an unedited stream: a null content in the first deltas of a choice becomes the
 * empty text, as OpenAI sends it. llama-server begins every stream with null, and some clients stop
 * reading there.
 *
 * <p>It watches each choice until its first content; then it costs nothing. Used by one thread.
 */
final class FirstDeltas {
    private static final int NULL_LENGTH = 4;
    private static final byte[] EMPTY_TEXT = {'"', '"'};

    /** A bit for each choice, by its index, that has had content. */
    private long withContent;

    /** The positions of the nulls in the text of the chunk. */
    private final List<Integer> nulls = new ArrayList<>();

    /** Takes a choice of the next chunk. */
    void take(OpenAiChoice choice) {
        if (choice.index() < 0 || choice.index() >= Long.SIZE) {
            return;
        }
        long bit = 1L << choice.index();
        if ((withContent & bit) == 0) {
            if (choice.nullContentAt() >= 0) {
                nulls.add(choice.nullContentAt());
            }
            if (choice.hasContent()) {
                withContent |= bit;
            }
        }
    }

    /** Returns the frame to pass on for the chunk whose choices were taken. */
    byte[] frame(SseReader.Event event) {
        if (nulls.isEmpty()) {
            return event.frame();
        }
        ByteArrayOutputStream edited = new ByteArrayOutputStream(event.text().length);
        // If the data stands in the frame itself, the frame has the name of the field in front of
        // it.
        boolean alone = event.from() > 0;
        int from = alone ? 0 : event.from();
        for (int at : nulls) {
            edited.write(event.text(), from, at - from);
            edited.writeBytes(EMPTY_TEXT);
            from = at + NULL_LENGTH;
        }
        nulls.clear();
        edited.write(event.text(), from, (alone ? event.text().length : event.to()) - from);
        return alone ? edited.toByteArray() : Sse.event(edited.toString(StandardCharsets.UTF_8));
    }
}

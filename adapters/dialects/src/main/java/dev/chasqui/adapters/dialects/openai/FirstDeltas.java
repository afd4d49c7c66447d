package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.Sse;
import dev.chasqui.adapters.dialects.reply.SseReader;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The one thing that we change in a stream that nobody edits: a content that is null in the first
 * deltas of a choice becomes the empty text, as OpenAI sends it. llama-server begins every stream
 * so, and some clients stop reading there.
 *
 * <p>Looks at each choice until it says something of the answer; then it costs nothing.
 */
final class FirstDeltas {
    private static final int NULL_LENGTH = 4;
    private static final byte[] EMPTY_TEXT = {'"', '"'};

    /** A bit for each choice, by its index, that has said something. */
    private long begun;

    /** Where in the text of the chunk the nulls stand. */
    private final List<Integer> nulls = new ArrayList<>();

    /** Takes a choice of the next chunk. */
    void look(OpenAiChoice choice) {
        if (choice.index() < 0 || choice.index() >= Long.SIZE) {
            return;
        }
        long bit = 1L << choice.index();
        if ((begun & bit) == 0) {
            if (choice.nullContentAt() >= 0) {
                nulls.add(choice.nullContentAt());
            }
            if (choice.saysSomething()) {
                begun |= bit;
            }
        }
    }

    /** The frame to send on for the chunk whose choices were looked at. */
    byte[] frame(SseReader.Event event) {
        if (nulls.isEmpty()) {
            return event.frame();
        }
        ByteArrayOutputStream edited = new ByteArrayOutputStream(event.text().length);
        // Data that stands in the frame itself has its field's name before it.
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

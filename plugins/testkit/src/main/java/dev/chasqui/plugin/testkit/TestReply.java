package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole reply of a {@link TestPipeline}.
 *
 * @param events the events as the client would get them, in order
 * @param progress the progress that the agents reported to the client, in order
 */
public record TestReply(List<ReplyEvent> events, List<String> progress) {
    public TestReply {
        events = List.copyOf(events);
        progress = List.copyOf(progress);
    }

    /** Returns the text of the answer. */
    public String text() {
        return Replies.text(events);
    }

    /** Returns the pieces of the text as they came, without empty ones. */
    public List<String> pieces() {
        return events.stream()
                .filter(ReplyEvent.Text.class::isInstance)
                .map(event -> ((ReplyEvent.Text) event).text())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** Returns the notes for programs, by their names; the last one of a name counts. */
    public Map<String, Json> notes() {
        Map<String, Json> notes = new LinkedHashMap<>();
        for (ReplyEvent event : events) {
            if (event instanceof ReplyEvent.Note note) {
                notes.put(note.name(), note.value());
            }
        }
        return notes;
    }
}

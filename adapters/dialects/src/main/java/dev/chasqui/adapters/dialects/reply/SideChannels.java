package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Splice;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The data for programs that a reply carries beside its text: the member {@code chasqui} of its
 * object, in every dialect whose replies are objects. Immutable.
 *
 * @param citations the passages that the answer rests on, in the order in which they came
 * @param notes the notes of agents, by name
 */
public record SideChannels(List<Citation> citations, SequencedMap<String, Json> notes) {
    /** The side channels of a reply without any. */
    public static final SideChannels NONE = new SideChannels(List.of(), new LinkedHashMap<>());

    private static final String MEMBER = "chasqui";

    /** Returns the side channels of a reply's events. */
    static SideChannels of(List<ReplyEvent> events) {
        SideChannels sideChannels = NONE;
        for (ReplyEvent event : events) {
            if (isBeside(event)) {
                sideChannels = sideChannels.with(event);
            }
        }
        return sideChannels;
    }

    /** Returns true if an event belongs to the side channels and does not edit the reply. */
    public static boolean isBeside(ReplyEvent event) {
        return event instanceof ReplyEvent.Cited || event instanceof ReplyEvent.Note;
    }

    /** Returns these side channels with one more event; the last note of a name counts. */
    public SideChannels with(ReplyEvent event) {
        List<Citation> more = new ArrayList<>(citations);
        SequencedMap<String, Json> noted = new LinkedHashMap<>(notes);
        if (event instanceof ReplyEvent.Cited cited) {
            more.addAll(cited.citations());
        } else if (event instanceof ReplyEvent.Note note) {
            noted.put(note.name(), note.value());
        }
        return new SideChannels(more, noted);
    }

    /** Returns true if there are neither citations nor notes. */
    public boolean isEmpty() {
        return citations.isEmpty() && notes.isEmpty();
    }

    /** Returns the object of a reply with these side channels added to its own. */
    public Json.Obj addTo(Json.Obj reply) {
        return isEmpty() ? reply : add(reply, object());
    }

    /**
     * Returns the JSON text of a reply's object with these side channels added, and with all else
     * unchanged.
     */
    public byte[] addTo(byte[] reply) {
        if (isEmpty()) {
            return reply;
        }
        BodyScan scan = BodyScan.of(reply);
        Json said = scan.value(MEMBER).orElse(Json.Null.NULL);
        return new Splice(scan).set(MEMBER, merged(said, object())).bytes();
    }

    /** Returns the object of a reply with more members in its {@code chasqui}. */
    public static Json.Obj add(Json.Obj reply, Json.Obj more) {
        return reply.with(MEMBER, merged(reply.get(MEMBER).orElse(Json.Null.NULL), more));
    }

    private static Json.Obj merged(Json said, Json.Obj more) {
        Map<String, Json> members = new LinkedHashMap<>();
        if (said instanceof Json.Obj before) {
            members.putAll(before.members());
        }
        members.putAll(more.members());
        return new Json.Obj(members);
    }

    private Json.Obj object() {
        Map<String, Json> members = new LinkedHashMap<>();
        if (!citations.isEmpty()) {
            members.put(
                    "citations",
                    new Json.Arr(citations.stream().<Json>map(SideChannels::citation).toList()));
        }
        members.putAll(notes);
        return new Json.Obj(members);
    }

    private static Json.Obj citation(Citation citation) {
        return Json.Obj.EMPTY
                .with("number", Json.of(citation.number()))
                .with("document", Json.of(citation.document()))
                .with("collection", Json.of(citation.collection()))
                .with("url", Json.of(citation.url().toString()))
                .with("passage", Json.of(citation.passage()))
                .with("cited", Json.of(citation.cited()));
    }
}

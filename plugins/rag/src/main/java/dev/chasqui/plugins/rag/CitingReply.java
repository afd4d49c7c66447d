package dev.chasqui.plugins.rag;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.DerivedReply;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A reply that names its sources at its end.
 *
 * <p>All events pass unchanged. Before the event that finishes the reply, it adds the sources as
 * text (if people read the reply), a note and the citations. A {@code /rag} further in adds no
 * sources of its own but passes its citations and its note on; this reply keeps them and reports
 * them together with its own. A reply that breaks off stays without an end. Used by one thread.
 */
final class CitingReply extends DerivedReply {
    /** The name of the note that tells programs about the report. */
    static final String NOTE = "rag";

    private final SearchReport report;
    private final boolean sourcesInText;
    private final SortedMap<Integer, Citation> citations = new TreeMap<>();
    private final CitationScanner scanner = new CitationScanner();
    private Json.Obj note;
    private String lastText = "";
    private boolean hasText;
    private boolean callsTools;

    /**
     * @param sourcesInText true if people read the text and no other agent adds sources to it
     */
    CitingReply(ChatReply inner, SearchReport report, boolean sourcesInText) {
        super(inner);
        this.report = report;
        this.sourcesInText = sourcesInText;
        this.note = report.note();
        report.citations().forEach(citation -> citations.put(citation.number(), citation));
    }

    @Override
    protected void take(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Text text -> {
                read(text.text());
                pass(event);
            }
            case ReplyEvent.ToolCallDelta _ -> {
                callsTools = true;
                pass(event);
            }
            case ReplyEvent.Cited(List<Citation> further) ->
                    further.forEach(each -> citations.putIfAbsent(each.number(), each));
            case ReplyEvent.Note(String name, Json value) when name.equals(NOTE) ->
                    note = note.with("within", value);
            case ReplyEvent.Note _,
                    ReplyEvent.Opened _,
                    ReplyEvent.Reasoning _,
                    ReplyEvent.UsageReport _,
                    ReplyEvent.Progress _,
                    ReplyEvent.Finish _,
                    ReplyEvent.Raw _ ->
                    pass(event);
        }
    }

    private void read(String text) {
        scanner.read(text);
        lastText = (lastText + text).substring(Math.max(0, lastText.length() + text.length() - 2));
        hasText |= !text.isBlank();
    }

    @Override
    protected void end() {
        List<Citation> all = citations.values().stream().map(this::marked).toList();
        if (sourcesInText && hasText && !callsTools) {
            String footer = SourcesFooter.of(all, report);
            give(new ReplyEvent.Text(SourcesFooter.separator(lastText) + footer));
        }
        give(new ReplyEvent.Note(NOTE, note));
        give(new ReplyEvent.Cited(all));
    }

    private Citation marked(Citation citation) {
        return new Citation(
                citation.number(),
                citation.document(),
                citation.collection(),
                citation.url(),
                citation.passage(),
                scanner.numbers().contains(citation.number()));
    }
}

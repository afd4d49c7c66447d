package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.reply.CitationMarks;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Citation;

import java.util.ArrayList;
import java.util.List;

/** A message with one text. Used by one thread. */
final class MessageItem extends OutputItem {
    private static final Json FIRST = Json.of(0);
    private static final String PART = "part";

    /** The position of a citation without a mark in the text. */
    private static final CitationMarks.Mark NOWHERE = new CitationMarks.Mark(0, 0);

    private final CitationMarks marks = new CitationMarks();
    private final List<Json.Obj> logprobs = new ArrayList<>();
    private final List<Json> annotations = new ArrayList<>();
    private int sentLogprobs;

    MessageItem() {
        super("msg");
    }

    /** Adds more text with the log probabilities of its tokens. */
    void add(String more, List<Json.Obj> tokens) {
        logprobs.addAll(tokens);
        marks.feed(more);
        add(more);
    }

    /**
     * Annotates the text with the citations whose marks it has.
     *
     * @param citations the citations without an annotation; those that get one are removed
     * @param last true if no other message may have the marks of the others
     */
    void cite(List<Citation> citations, boolean last) {
        for (Citation citation : List.copyOf(citations)) {
            var mark = marks.first(citation.number());
            if (citation.cited() && (last || mark.isPresent())) {
                citations.remove(citation);
                annotate(citation, mark.orElse(NOWHERE));
            }
        }
    }

    private void annotate(Citation citation, CitationMarks.Mark mark) {
        Json annotation =
                Json.Obj.EMPTY
                        .with("type", Json.of("url_citation"))
                        .with("start_index", Json.of(mark.from()))
                        .with("end_index", Json.of(mark.to()))
                        .with("title", Json.of(citation.document()))
                        .with("url", Json.of(citation.url().toString()));
        event(
                "response.output_text.annotation.added",
                content()
                        .with("annotation_index", Json.of(annotations.size()))
                        .with("annotation", annotation));
        annotations.add(annotation);
    }

    private Json.Obj content() {
        return place().with("content_index", FIRST);
    }

    @Override
    boolean mayClose() {
        return true;
    }

    @Override
    Json.Obj begun() {
        return item("in_progress", Json.Arr.EMPTY);
    }

    @Override
    void begin() {
        event("response.content_part.added", content().with(PART, part("", List.of(), List.of())));
    }

    @Override
    void delta(String more) {
        List<Json.Obj> tokens = logprobs.subList(sentLogprobs, logprobs.size());
        event(
                "response.output_text.delta",
                content()
                        .with("delta", Json.of(more))
                        .with("logprobs", ResponseObject.logprobs(tokens)));
        sentLogprobs = logprobs.size();
    }

    @Override
    void end(String status) {
        event(
                "response.output_text.done",
                content()
                        .with("text", Json.of(text()))
                        .with("logprobs", ResponseObject.logprobs(logprobs)));
        event("response.content_part.done", content().with(PART, part()));
    }

    @Override
    Json.Obj item(String status) {
        return item(status, new Json.Arr(List.of(part())));
    }

    private Json.Obj item(String status, Json content) {
        return Json.Obj.EMPTY
                .with("id", Json.of(id()))
                .with("type", Json.of("message"))
                .with("status", Json.of(status))
                .with("role", Json.of("assistant"))
                .with("content", content);
    }

    private Json part() {
        return part(text(), annotations, logprobs);
    }

    private static Json part(String text, List<Json> annotations, List<Json.Obj> logprobs) {
        return Json.Obj.EMPTY
                .with("type", Json.of("output_text"))
                .with("text", Json.of(text))
                .with("annotations", new Json.Arr(annotations))
                .with("logprobs", ResponseObject.logprobs(logprobs));
    }
}

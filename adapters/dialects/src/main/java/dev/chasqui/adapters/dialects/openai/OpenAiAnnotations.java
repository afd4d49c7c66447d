package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.CitationMarks;
import dev.chasqui.adapters.dialects.reply.SideChannels;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Citation;

import java.util.ArrayList;
import java.util.List;

/** The {@code annotations} of a message or a delta, by which OpenAI's clients show citations. */
final class OpenAiAnnotations {
    private static final String MEMBER = "annotations";

    /** The position of a citation without a mark in the text: strict clients want both numbers. */
    private static final CitationMarks.Mark NOWHERE = new CitationMarks.Mark(0, 0);

    private OpenAiAnnotations() {}

    /**
     * Returns the message with an annotation for each passage that its text cites, added to its
     * own.
     */
    static Json.Obj addTo(Json.Obj message, SideChannels sideChannels, CitationMarks marks) {
        List<Json> annotations = new ArrayList<>();
        if (message.get(MEMBER).orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> before)) {
            annotations.addAll(before);
        }
        int known = annotations.size();
        sideChannels.citations().stream()
                .filter(Citation::cited)
                .map(citation -> annotation(citation, marks))
                .forEach(annotations::add);
        return annotations.size() == known
                ? message
                : message.with(MEMBER, new Json.Arr(annotations));
    }

    private static Json annotation(Citation citation, CitationMarks marks) {
        CitationMarks.Mark mark = marks.first(citation.number()).orElse(NOWHERE);
        return Json.Obj.EMPTY
                .with("type", Json.of("url_citation"))
                .with(
                        "url_citation",
                        Json.Obj.EMPTY
                                .with("start_index", Json.of(mark.from()))
                                .with("end_index", Json.of(mark.to()))
                                .with("title", Json.of(citation.document()))
                                .with("url", Json.of(citation.url().toString())));
    }
}

package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Joins the citations of several answers. */
final class CitationUnion {
    private CitationUnion() {}

    /**
     * Returns an event with each citation once, marked as cited if any answer cites it. If two
     * answers have different passages under one number, it has only the citations of the first
     * answer, so that each number has one meaning.
     */
    static List<ReplyEvent> of(List<AnsweredBranch> answers) {
        List<Citation> citations =
                union(answers).orElseGet(() -> answers.getFirst().answer().citations());
        return citations.isEmpty() ? List.of() : List.of(new ReplyEvent.Cited(citations));
    }

    private static Optional<List<Citation>> union(List<AnsweredBranch> answers) {
        Map<Integer, Citation> byNumber = new TreeMap<>();
        for (AnsweredBranch answered : answers) {
            for (Citation citation : answered.answer().citations()) {
                Citation known = byNumber.get(citation.number());
                if (known != null && !samePassage(known, citation)) {
                    return Optional.empty();
                }
                if (known == null || citation.cited()) {
                    byNumber.put(citation.number(), citation);
                }
            }
        }
        return Optional.of(List.copyOf(byNumber.values()));
    }

    private static boolean samePassage(Citation one, Citation other) {
        return one.document().equals(other.document())
                && one.collection().equals(other.collection())
                && one.passage().equals(other.passage());
    }
}

package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The citations of several answers put together. */
final class Sources {
    private Sources() {}

    /**
     * Each citation once, cited if any answer cites it. Where two answers have different passages
     * under one number, only those of the first answer, whose numbers then mean one thing each.
     */
    static List<ReplyEvent> of(List<Answered> answers) {
        List<Citation> citations =
                union(answers).orElseGet(() -> answers.getFirst().answer().citations());
        return citations.isEmpty() ? List.of() : List.of(new ReplyEvent.Cited(citations));
    }

    private static Optional<List<Citation>> union(List<Answered> answers) {
        Map<Integer, Citation> byNumber = new TreeMap<>();
        for (Answered answered : answers) {
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

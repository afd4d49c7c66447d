package dev.chasqui.plugins.rag;

import dev.chasqui.domain.reply.Citation;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands under an answer, for people: the documents that it cites. */
final class SourcesFooter {
    private SourcesFooter() {}

    /**
     * The footer's lines.
     *
     * @param citations all passages that the model was given, by number
     * @param retrieval says why there are none, where there are none
     */
    static String of(List<Citation> citations, Retrieval retrieval) {
        if (citations.isEmpty()) {
            return "Sources: none (" + HarmlessText.oneLine(retrieval.summary()) + ")";
        }
        List<Citation> cited = citations.stream().filter(Citation::cited).toList();
        return cited.isEmpty()
                ? lines(
                        "Sources given to the model, none cited:",
                        citations.stream().map(each -> "- " + name(each)).distinct())
                : lines(
                        "Sources:",
                        cited.stream().map(each -> "[" + each.number() + "] " + name(each)));
    }

    /**
     * What makes a blank line between an answer and the footer.
     *
     * @param end the answer's last characters, two of them or more
     */
    static String separator(String end) {
        return end.endsWith("\n\n") ? "" : end.endsWith("\n") ? "\n" : "\n\n";
    }

    private static String lines(String heading, Stream<String> lines) {
        return Stream.concat(Stream.of(heading), lines).collect(Collectors.joining("\n"));
    }

    private static String name(Citation citation) {
        // It comes back to the model in the history that clients send.
        return HarmlessText.of(HarmlessText.oneLine(citation.document()));
    }
}

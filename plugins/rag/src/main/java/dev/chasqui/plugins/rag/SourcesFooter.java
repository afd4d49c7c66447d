package dev.chasqui.plugins.rag;

import dev.chasqui.domain.reply.Citation;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The footer under an answer: the documents that it cites, for people. */
final class SourcesFooter {
    private SourcesFooter() {}

    /**
     * Returns the footer's lines.
     *
     * @param citations all passages given to the model, by number
     * @param report the search, which says why there are no citations if there are none
     */
    static String of(List<Citation> citations, SearchReport report) {
        if (citations.isEmpty()) {
            return "Sources: none (" + HarmlessText.oneLine(report.summary()) + ")";
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
     * Returns the line breaks that make a blank line between an answer and the footer.
     *
     * @param end the answer's end, at least its last two characters
     */
    static String separator(String end) {
        return end.endsWith("\n\n") ? "" : end.endsWith("\n") ? "\n" : "\n\n";
    }

    private static String lines(String heading, Stream<String> lines) {
        return Stream.concat(Stream.of(heading), lines).collect(Collectors.joining("\n"));
    }

    private static String name(Citation citation) {
        // Clients send the footer back to the model as part of the history.
        return HarmlessText.of(HarmlessText.oneLine(citation.document()));
    }
}

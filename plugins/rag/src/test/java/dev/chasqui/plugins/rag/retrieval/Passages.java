package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.library.PassagePlace;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Ranked;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Passages for tests. */
final class Passages {
    private Passages() {}

    static Passage passage(String document, int position, String text, double score) {
        return new Passage("docs", document, position, PassagePlace.whole(text), text, score);
    }

    static Passage passage(String document, double score) {
        return passage(document, 0, "text of " + document, score);
    }

    static Passage at(String document, int position, int start, String text, double score) {
        return new Passage(
                "docs",
                document,
                position,
                new PassagePlace(
                        Optional.empty(),
                        "A > B",
                        OptionalInt.of(position + 1),
                        start,
                        start + text.length()),
                text,
                score);
    }

    static List<Ranked> ranked(Passage... passages) {
        return List.of(passages).stream().map(each -> new Ranked(each, List.of())).toList();
    }

    static List<String> documents(List<Ranked> ranked) {
        return ranked.stream().map(each -> each.passage().document()).toList();
    }
}

package dev.chasqui.benchmarks.folders;

import dev.chasqui.domain.json.Json;

import java.util.List;

/**
 * A question about a folder, and what a good answer has.
 *
 * @param text the question
 * @param documents the files of which one must be cited
 * @param passages texts of which the cited passage must contain one
 * @param answers texts of which the answer must contain one
 */
record Question(String text, List<String> documents, List<String> passages, List<String> answers) {
    Question {
        documents = List.copyOf(documents);
        passages = List.copyOf(passages);
        answers = List.copyOf(answers);
    }

    /**
     * Reads a line of {@code questions.jsonl}.
     *
     * @throws IllegalArgumentException if a member is missing
     */
    static Question of(Json.Obj line) {
        return new Question(
                texts(line, "question").getFirst(),
                texts(line, "document"),
                texts(line, "passage"),
                texts(line, "answer"));
    }

    private static List<String> texts(Json.Obj line, String member) {
        List<Json> items =
                switch (line.get(member).orElse(Json.Null.NULL)) {
                    case Json.Arr(List<Json> several) -> several;
                    case Json one -> List.of(one);
                };
        List<String> texts =
                items.stream()
                        .filter(Json.Str.class::isInstance)
                        .map(text -> ((Json.Str) text).value())
                        .toList();
        if (texts.isEmpty()) {
            throw new IllegalArgumentException(
                    line + ": no " + member + " (expected: a text, or a list of texts)");
        }
        return texts;
    }
}

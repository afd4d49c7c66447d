package dev.chasqui.benchmarks.folders;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The verdict on an answer.
 *
 * @param found true if the search found the right passage
 * @param first true if the right passage is the first that the answer cites
 * @param cited true if the answer cites the right passage at all
 * @param answered true if the answer has the expected words
 */
record Verdict(
        Question question,
        Reply reply,
        boolean found,
        boolean first,
        boolean cited,
        boolean answered) {
    private static final Pattern CITATION = Pattern.compile("\\[(\\d{1,4})]");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    /** Judges an answer. White space counts as one space, since extraction changes it. */
    static Verdict of(Question question, Reply reply) {
        List<Boolean> rightness = new ArrayList<>();
        Matcher citation = CITATION.matcher(reply.text());
        while (citation.find()) {
            String number = citation.group(1);
            Optional<Reply.Given> passage =
                    reply.given().stream().filter(each -> each.number().equals(number)).findFirst();
            passage.ifPresent(each -> rightness.add(isRight(question, each)));
        }
        return new Verdict(
                question,
                reply,
                reply.given().stream().anyMatch(each -> isRight(question, each)),
                !rightness.isEmpty() && rightness.getFirst(),
                rightness.contains(true),
                containsOne(reply.text(), question.answers()));
    }

    private static boolean isRight(Question question, Reply.Given passage) {
        return question.documents().contains(passage.document())
                && containsOne(passage.text(), question.passages());
    }

    private static boolean containsOne(String text, List<String> wanted) {
        String spaced = spaced(text);
        return wanted.stream().anyMatch(each -> spaced.contains(spaced(each)));
    }

    private static String spaced(String text) {
        return WHITE_SPACE.matcher(text).replaceAll(" ");
    }
}

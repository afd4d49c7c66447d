package dev.chasqui.adapters.extract;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of an answer around the quotes. Each answer says that the model only quotes. */
final class AnswerWording {
    private static final int MOST_SENTENCES = 3;
    private static final String INTRODUCTION = "The context says (I only quote from it):";
    private static final String NOTHING_FOUND =
            "I found nothing about that in the context that I was given, and I only quote from it.";
    private static final String CONNECTION_ADVICE =
            "For a model that writes answers of its own, start Ollama or llama-server on this"
                    + " machine or add a server to 'backends' in config.json.";
    private static final String SELF_DESCRIPTION =
            "I am chasqui-extract, the model that is built into this server: I answer by quoting"
                    + " from the context that I am given, and here there is none yet.";

    /**
     * Matches text of a document that a reader could take for a citation, such as the number of a
     * footnote.
     */
    private static final Pattern LIKE_CITATION = Pattern.compile("\\[(?=\\d[^\\[\\]]*+])");

    private AnswerWording() {}

    static String answer(Context context, Runnable checkpoint) {
        if (context.sentences().isEmpty() && !context.searched()) {
            return SELF_DESCRIPTION + " " + CONNECTION_ADVICE;
        }
        List<Sentence> found =
                new Ranking(context.question(), checkpoint)
                        .best(context.sentences(), MOST_SENTENCES);
        String answer =
                found.isEmpty()
                        ? NOTHING_FOUND + " " + CONNECTION_ADVICE
                        : INTRODUCTION + "\n\n" + quotes(found);
        return context.isTruncated() ? answer + "\n\n" + truncationNote(context) : answer;
    }

    /** Returns true if a sentence of an earlier answer is wording of this class and not a quote. */
    static boolean isOwnWording(String sentence) {
        return (SELF_DESCRIPTION
                                + " "
                                + NOTHING_FOUND
                                + " "
                                + CONNECTION_ADVICE
                                + " "
                                + INTRODUCTION)
                        .contains(sentence)
                || sentence.startsWith("(I read ")
                || sentence.startsWith("> ")
                || sentence.startsWith(INTRODUCTION);
    }

    private static String quotes(List<Sentence> found) {
        return found.stream()
                .map(sentence -> "> " + quote(sentence))
                .collect(Collectors.joining("\n>\n"));
    }

    /**
     * Returns the text of a sentence with its citation, and without other text that looks like a
     * citation.
     */
    private static String quote(Sentence sentence) {
        return sentence.number().isEmpty()
                ? sentence.text()
                : LIKE_CITATION.matcher(sentence.text()).replaceAll("[ ")
                        + " ["
                        + sentence.number().getAsInt()
                        + "]";
    }

    private static String truncationNote(Context context) {
        return "(I read the first "
                + context.read()
                + " of "
                + context.length()
                + " characters of the context.)";
    }
}

package dev.chasqui.adapters.extract;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words what was found, and says each time that it only quotes. */
final class Wording {
    private static final int MOST_SENTENCES = 3;
    private static final String INTRODUCTION = "The context says (I only quote from it):";
    private static final String NOTHING_FOUND =
            "I found nothing about that in the context that I was given, and I only quote from it.";
    private static final String HOW_TO_CONNECT =
            "For a model that writes answers of its own, start Ollama or llama-server on this"
                    + " machine or add a server to 'backends' in config.json.";
    private static final String WHO_I_AM =
            "I am chasqui-extract, the model that is built into this server: I answer by quoting"
                    + " from the context that I am given, and here there is none yet.";

    /** What a document has for a note or an index, and a reader of the answer for a citation. */
    private static final Pattern LIKE_CITATION = Pattern.compile("\\[(?=\\d[^\\[\\]]*+])");

    private Wording() {}

    static String answer(Context context, Runnable checkpoint) {
        if (context.sentences().isEmpty() && !context.searched()) {
            return WHO_I_AM + " " + HOW_TO_CONNECT;
        }
        List<Sentence> found =
                new Ranking(context.question(), checkpoint)
                        .best(context.sentences(), MOST_SENTENCES);
        String answer =
                found.isEmpty()
                        ? NOTHING_FOUND + " " + HOW_TO_CONNECT
                        : INTRODUCTION + "\n\n" + quotes(found);
        return context.cut() ? answer + "\n\n" + cut(context) : answer;
    }

    /** Whether a sentence of an earlier answer is wording of ours rather than a quote. */
    static boolean isOurs(String sentence) {
        return (WHO_I_AM + " " + NOTHING_FOUND + " " + HOW_TO_CONNECT + " " + INTRODUCTION)
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

    /** With its citation, and with nothing else that could be taken for one. */
    private static String quote(Sentence sentence) {
        return sentence.number().isEmpty()
                ? sentence.text()
                : LIKE_CITATION.matcher(sentence.text()).replaceAll("[ ")
                        + " ["
                        + sentence.number().getAsInt()
                        + "]";
    }

    private static String cut(Context context) {
        return "(I read the first "
                + context.read()
                + " of "
                + context.length()
                + " characters of the context.)";
    }
}

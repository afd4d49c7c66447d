package dev.chasqui.adapters.extract;

import java.util.List;
import java.util.stream.Collectors;

/** The text of an answer around the quotes. Each answer says that the model only quotes. */
final class AnswerWording {
    private static final String INTRODUCTION = "The context says (I only quote from it):";
    private static final String NEAREST =
            "The context does not say exactly that. The nearest that it says (I only quote from"
                    + " it):";
    private static final String NOTHING_FOUND =
            "I found nothing about that in the context that I was given, and I only quote from it.";
    private static final String CONNECTION_ADVICE =
            "For a model that writes answers of its own, start Ollama or llama-server on this"
                    + " machine or add a server to 'backends' in config.json.";
    private static final String SELF_DESCRIPTION =
            "I am chasqui-extract, the model that is built into this server: I answer by quoting"
                    + " from the context that I am given, and here there is none yet.";

    /** All wording of this class. */
    private static final String OWN_WORDING =
            String.join(
                    " ", SELF_DESCRIPTION, NOTHING_FOUND, CONNECTION_ADVICE, INTRODUCTION, NEAREST);

    private AnswerWording() {}

    static String answer(Context context, Runnable checkpoint) {
        if (context.passages().isEmpty() && !context.searched()) {
            return SELF_DESCRIPTION + " " + CONNECTION_ADVICE;
        }
        String answer =
                new Ranking(context.question(), checkpoint)
                        .best(context.passages(), context.searched())
                        .map(AnswerWording::quote)
                        .orElse(NOTHING_FOUND + " " + CONNECTION_ADVICE);
        return context.isTruncated() ? answer + "\n\n" + truncationNote(context) : answer;
    }

    /** Returns an earlier answer without what it quoted, if it is one of this class. */
    static String withoutQuotes(String answer) {
        return answer.contains(INTRODUCTION) || answer.contains(NEAREST)
                ? answer.lines()
                        .filter(line -> !line.startsWith(">"))
                        .collect(Collectors.joining("\n"))
                : answer;
    }

    /** Returns true if a sentence of an earlier answer is wording of this class and not a quote. */
    static boolean isOwnWording(String sentence) {
        return OWN_WORDING.contains(sentence) || sentence.startsWith("(I read ");
    }

    private static String quote(Ranking.Best best) {
        List<Excerpt> chosen = AnswerChoice.of(best);
        String quote =
                new Quote(best.passage(), chosen)
                        .text()
                        .lines()
                        .map(line -> line.isEmpty() ? ">" : "> " + line)
                        .collect(Collectors.joining("\n"));
        return (best.near() ? NEAREST : INTRODUCTION) + "\n\n" + quote;
    }

    private static String truncationNote(Context context) {
        return "(I read the first "
                + context.read()
                + " of "
                + context.length()
                + " characters of the context.)";
    }
}

package dev.chasqui.adapters.extract;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The last message of the user, taken apart.
 *
 * <p>Where it holds {@code <passages>}, as agents add them, all that stands outside of these is the
 * question. Elsewhere the sentences with a question mark are, or, if there are none, all of it.
 *
 * @param question what is asked
 * @param quotable what of the message may be quoted
 * @param ofPassages whether it is asked of passages in the message
 */
record Asked(String question, String quotable, boolean ofPassages) {
    static final Asked NOTHING = new Asked("", "", false);

    private static final Pattern BEGIN = Pattern.compile("\\s*+<passages(?:\\s[^<>]*+)?>\\s*+");
    private static final Pattern END = Pattern.compile("\\s*+</passages>\\s*+");

    static Asked in(String message) {
        List<String> lines = message.lines().toList();
        int begin = indexOf(BEGIN, lines, 0);
        int end = indexOf(END, lines, begin);
        if (begin < lines.size() && end < lines.size()) {
            String before = String.join("\n", lines.subList(0, begin));
            String behind = String.join("\n", lines.subList(end + 1, lines.size()));
            return new Asked(
                    before + "\n" + behind, String.join("\n", lines.subList(begin, end + 1)), true);
        }
        return ofPlain(message);
    }

    private static Asked ofPlain(String message) {
        int most = Math.min(Context.MOST_CHARACTERS, message.length());
        List<String> sentences = Sentences.of(message.substring(0, most));
        String questions =
                sentences.stream().filter(Asked::isQuestion).collect(Collectors.joining(" "));
        return questions.isEmpty()
                ? new Asked(String.join(" ", sentences), "", false)
                : new Asked(questions, message, false);
    }

    static boolean isQuestion(String sentence) {
        return sentence.endsWith("?") || sentence.endsWith("？");
    }

    /** The first line from there on that is such a tag; the number of lines if there is none. */
    private static int indexOf(Pattern tag, List<String> lines, int from) {
        int at = from;
        while (at < lines.size() && !tag.matcher(lines.get(at)).matches()) {
            at++;
        }
        return at;
    }
}

package dev.chasqui.adapters.extract;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The question in the last message of the user, and the text in that message that may be quoted.
 *
 * <p>If the message holds {@code <passages>}, as agents add them, the question is all text outside
 * of the passages. Otherwise it is the sentences with a question mark, or all sentences if there
 * are none.
 *
 * @param text the text of the question
 * @param quotable the text of the message that may be quoted
 * @param hasPassages true if the message holds passages
 */
record UserQuestion(String text, String quotable, boolean hasPassages) {
    static final UserQuestion NOTHING = new UserQuestion("", "", false);

    private static final Pattern BEGIN = Pattern.compile("\\s*+<passages(?:\\s[^<>]*+)?>\\s*+");
    private static final Pattern END = Pattern.compile("\\s*+</passages>\\s*+");

    static UserQuestion in(String message) {
        List<String> lines = message.lines().toList();
        int begin = indexOf(BEGIN, lines, 0);
        int end = indexOf(END, lines, begin);
        if (begin < lines.size() && end < lines.size()) {
            String before = String.join("\n", lines.subList(0, begin));
            String behind = String.join("\n", lines.subList(end + 1, lines.size()));
            return new UserQuestion(
                    before + "\n" + behind, String.join("\n", lines.subList(begin, end + 1)), true);
        }
        return ofPlain(message);
    }

    private static UserQuestion ofPlain(String message) {
        int most = Math.min(Context.MOST_CHARACTERS, message.length());
        List<String> sentences =
                ExcerptReader.read(message.substring(0, most)).stream().map(Excerpt::text).toList();
        String questions =
                sentences.stream()
                        .filter(UserQuestion::isQuestion)
                        .collect(Collectors.joining(" "));
        return questions.isEmpty()
                ? new UserQuestion(String.join(" ", sentences), "", false)
                : new UserQuestion(questions, message, false);
    }

    static boolean isQuestion(String sentence) {
        return sentence.endsWith("?") || sentence.endsWith("？");
    }

    /**
     * Returns the index of the first line from {@code from} on that is such a tag; the number of
     * lines if there is none.
     */
    private static int indexOf(Pattern tag, List<String> lines, int from) {
        int at = from;
        while (at < lines.size() && !tag.matcher(lines.get(at)).matches()) {
            at++;
        }
        return at;
    }
}

package dev.chasqui.adapters.extract;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of a conversation that may be quoted, and its last question.
 *
 * @param question the last question
 * @param passages the passages that may be quoted, in the order of the conversation
 * @param searched true if an agent searched documents for the question, even without a result
 * @param read the number of characters that were read
 * @param length the number of characters of the conversation
 */
record Context(
        String question, List<ContextPassage> passages, boolean searched, long read, long length) {
    /**
     * The most characters that are read, some five hundred pages of a book; the rest is ignored.
     */
    static final int MOST_CHARACTERS = 1_000_000;

    /** Matches instructions to the model, which answer no question. */
    private static final Pattern INSTRUCTION =
            Pattern.compile(
                    "(?:You are|You're|Act as|Answer|Respond|Reply|Your task|Use the"
                            + " following|Cite)\\b.*",
                    Pattern.DOTALL);

    static Context of(List<Message> messages) {
        int last = indexOfQuestion(messages);
        UserQuestion question =
                last < 0 ? UserQuestion.NOTHING : UserQuestion.in(messages.get(last).text());
        List<ContextPassage> passages = new ArrayList<>();
        long length = 0;
        int left = MOST_CHARACTERS;
        for (int i = 0; i < messages.size(); i++) {
            String text = i == last ? question.quotable() : quotable(messages.get(i));
            length += text.length();
            String taken = text.substring(0, Math.min(left, text.length()));
            left -= taken.length();
            for (QuotablePassage passage : PassageReader.read(taken)) {
                if (i == last || !question.hasPassages() || isBackground(passage)) {
                    add(messages.get(i).role(), passage, passages);
                }
            }
        }
        return new Context(
                question.text(),
                List.copyOf(passages),
                question.hasPassages(),
                MOST_CHARACTERS - left,
                length);
    }

    private static String quotable(Message message) {
        return message.role().equals(Role.ASSISTANT)
                ? AnswerWording.withoutQuotes(message.text())
                : message.text();
    }

    /**
     * Returns true for data that an agent added outside of numbered passages. A question about
     * documents is answered from these data and from the documents.
     */
    private static boolean isBackground(QuotablePassage passage) {
        return passage.marked() && passage.number().isEmpty();
    }

    /** Returns true if only a part of the text was read. */
    boolean isTruncated() {
        return read < length;
    }

    private static int indexOfQuestion(List<Message> messages) {
        int last = messages.size() - 1;
        while (last >= 0 && !messages.get(last).role().equals(Role.USER)) {
            last--;
        }
        return last;
    }

    private static void add(Role role, QuotablePassage passage, List<ContextPassage> passages) {
        boolean quoted = passage.number().isPresent();
        List<Excerpt> read = ExcerptReader.read(passage.text());
        List<Excerpt> excerpts =
                quoted
                        ? read
                        : ExcerptReader.without(read, excerpt -> isNoData(role, excerpt.text()));
        if (!excerpts.isEmpty()) {
            passages.add(new ContextPassage(passage.number(), passage.document(), excerpts));
        }
    }

    /** Returns true for a sentence that tells the model what to do, or asks, or is its own. */
    private static boolean isNoData(Role role, String sentence) {
        return (role.instructs() && INSTRUCTION.matcher(sentence).matches())
                || (role.equals(Role.ASSISTANT) && AnswerWording.isOwnWording(sentence))
                || (role.equals(Role.USER) && UserQuestion.isQuestion(sentence));
    }
}

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
 * @param sentences the sentences that may be quoted, in the order of the conversation
 * @param searched true if an agent searched documents for the question, even without a result
 * @param read the number of characters that were read
 * @param length the number of characters of the conversation
 */
record Context(
        String question, List<Sentence> sentences, boolean searched, long read, long length) {
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
        List<Sentence> sentences = new ArrayList<>();
        long length = 0;
        int left = MOST_CHARACTERS;
        for (int i = 0; i < messages.size(); i++) {
            String text = i == last ? question.quotable() : messages.get(i).text();
            length += text.length();
            String taken = text.substring(0, Math.min(left, text.length()));
            left -= taken.length();
            for (QuotablePassage passage : PassageReader.read(taken)) {
                if (i == last || !question.hasPassages() || isBackground(passage)) {
                    addSentences(messages.get(i).role(), passage, sentences);
                }
            }
        }
        return new Context(
                question.text(),
                List.copyOf(sentences),
                question.hasPassages(),
                MOST_CHARACTERS - left,
                length);
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

    private static void addSentences(Role role, QuotablePassage passage, List<Sentence> sentences) {
        boolean quoted = passage.number().isPresent();
        for (String sentence : Sentences.of(passage.text())) {
            boolean instruction =
                    !quoted && role.instructs() && INSTRUCTION.matcher(sentence).matches();
            boolean ownWording =
                    role.equals(Role.ASSISTANT) && AnswerWording.isOwnWording(sentence);
            boolean question =
                    !quoted && role.equals(Role.USER) && UserQuestion.isQuestion(sentence);
            if (!instruction && !ownWording && !question) {
                sentences.add(new Sentence(sentence, passage.number()));
            }
        }
    }
}

package dev.chasqui.adapters.extract;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a conversation gives to quote from, and what is asked.
 *
 * @param question the last question
 * @param sentences what may be quoted, in the order of the conversation
 * @param read how many characters were read
 * @param length how many there were
 */
record Context(String question, List<Sentence> sentences, long read, long length) {
    /** More text than this is not read; it is some five hundred pages of a book. */
    static final int MOST_CHARACTERS = 1_000_000;

    /** What tells the model how to behave and is no answer to anything. */
    private static final Pattern TOLD_TO_MODEL =
            Pattern.compile(
                    "(?:You are|You're|Act as|Answer|Respond|Reply|Your task|Use the"
                            + " following|Cite)\\b.*",
                    Pattern.DOTALL);

    static Context of(List<Message> messages) {
        int last = indexOfQuestion(messages);
        List<String> asked = last < 0 ? List.of() : Sentences.of(start(messages.get(last).text()));
        String question =
                asked.stream().filter(Context::isQuestion).collect(Collectors.joining(" "));
        List<Sentence> sentences = new ArrayList<>();
        long length = 0;
        int left = MOST_CHARACTERS;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (i == last && question.isEmpty()) {
                continue;
            }
            String text = message.text();
            length += text.length();
            String taken = text.substring(0, Math.min(left, text.length()));
            left -= taken.length();
            addSentences(message.role(), taken, sentences);
        }
        return new Context(
                question.isEmpty() ? String.join(" ", asked) : question,
                List.copyOf(sentences),
                MOST_CHARACTERS - left,
                length);
    }

    /** Whether not all of the text was read. */
    boolean cut() {
        return read < length;
    }

    private static int indexOfQuestion(List<Message> messages) {
        int last = messages.size() - 1;
        while (last >= 0 && !messages.get(last).role().equals(Role.USER)) {
            last--;
        }
        return last;
    }

    private static void addSentences(Role role, String text, List<Sentence> sentences) {
        for (Passage passage : PassageReader.read(text)) {
            for (String sentence : Sentences.of(passage.text())) {
                boolean told = role.instructs() && TOLD_TO_MODEL.matcher(sentence).matches();
                boolean ours = role.equals(Role.ASSISTANT) && Wording.isOurs(sentence);
                boolean asked = role.equals(Role.USER) && isQuestion(sentence);
                if (!told && !ours && !asked) {
                    sentences.add(new Sentence(sentence, passage.number()));
                }
            }
        }
    }

    private static boolean isQuestion(String sentence) {
        return sentence.endsWith("?") || sentence.endsWith("？");
    }

    private static String start(String text) {
        return text.substring(0, Math.min(MOST_CHARACTERS, text.length()));
    }
}

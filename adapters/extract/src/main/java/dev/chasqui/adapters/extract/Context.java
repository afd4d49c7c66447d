package dev.chasqui.adapters.extract;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a conversation gives to quote from, and what is asked.
 *
 * @param question the last question
 * @param sentences what may be quoted, in the order of the conversation
 * @param searched whether documents were searched for it, whatever was found
 * @param read how many characters were read
 * @param length how many there were
 */
record Context(
        String question, List<Sentence> sentences, boolean searched, long read, long length) {
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
        Asked asked = last < 0 ? Asked.NOTHING : Asked.in(messages.get(last).text());
        List<Sentence> sentences = new ArrayList<>();
        long length = 0;
        int left = MOST_CHARACTERS;
        for (int i = 0; i < messages.size(); i++) {
            String text = i == last ? asked.quotable() : messages.get(i).text();
            length += text.length();
            String taken = text.substring(0, Math.min(left, text.length()));
            left -= taken.length();
            for (Passage passage : PassageReader.read(taken)) {
                if (i == last || !asked.ofPassages() || isBackground(passage)) {
                    addSentences(messages.get(i).role(), passage, sentences);
                }
            }
        }
        return new Context(
                asked.question(),
                List.copyOf(sentences),
                asked.ofPassages(),
                MOST_CHARACTERS - left,
                length);
    }

    /** What is asked of documents is answered from these, and from what an agent adds as data. */
    private static boolean isBackground(Passage passage) {
        return passage.marked() && passage.number().isEmpty();
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

    private static void addSentences(Role role, Passage passage, List<Sentence> sentences) {
        boolean quoted = passage.number().isPresent();
        for (String sentence : Sentences.of(passage.text())) {
            boolean told = !quoted && role.instructs() && TOLD_TO_MODEL.matcher(sentence).matches();
            boolean ours = role.equals(Role.ASSISTANT) && Wording.isOurs(sentence);
            boolean asked = !quoted && role.equals(Role.USER) && Asked.isQuestion(sentence);
            if (!told && !ours && !asked) {
                sentences.add(new Sentence(sentence, passage.number()));
            }
        }
    }
}

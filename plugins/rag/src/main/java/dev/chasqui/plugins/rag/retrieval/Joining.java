package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.library.PassagePlace;

/** The joining of passages that stand next to one another in their document. */
final class Joining {
    private Joining() {}

    /** Returns true if the passages are of one section of one document. */
    static boolean areOfOneSection(Passage one, Passage other) {
        return one.collection().equals(other.collection())
                && one.document().equals(other.document())
                && one.place().heading().equals(other.place().heading());
    }

    /**
     * Returns the better passage with the text of the other, which follows it or stands before it.
     * Text that both have comes once. Its place is the better one's, from the beginning of the
     * first to the end of the second.
     */
    static Passage joined(Passage better, Passage other) {
        boolean follows =
                better.place().start() != other.place().start()
                        ? better.place().start() < other.place().start()
                        : better.position() < other.position();
        String text =
                follows ? joined(better.text(), other.text()) : joined(other.text(), better.text());
        PassagePlace place = better.place();
        return new Passage(
                better.collection(),
                better.document(),
                better.position(),
                new PassagePlace(
                        place.title(),
                        place.heading(),
                        place.page(),
                        Math.min(place.start(), other.place().start()),
                        Math.max(place.end(), other.place().end())),
                text,
                better.score());
    }

    private static String joined(String first, String second) {
        int shared = shared(first, second);
        return shared > 0 ? first + second.substring(shared) : first + "\n\n" + second;
    }

    /** Returns the length of the longest end of the first text that begins the second one. */
    private static int shared(String first, String second) {
        // The border of "second, separator, first" by the failure function of Knuth, Morris, Pratt.
        String both = second + "\0" + first;
        int[] border = new int[both.length()];
        for (int i = 1; i < border.length; i++) {
            int length = border[i - 1];
            while (length > 0 && both.charAt(i) != both.charAt(length)) {
                length = border[length - 1];
            }
            border[i] = both.charAt(i) == both.charAt(length) ? length + 1 : length;
        }
        return first.isEmpty() ? 0 : Math.min(border[border.length - 1], second.length());
    }
}

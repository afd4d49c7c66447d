package dev.chasqui.plugins.guard;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The texts in a message that agents put between tags: the passages of {@code /rag} and the
 * snippets and labels of {@code /context}.
 */
final class QuotedText {

    /** The begin of a block and its end, each at the begin of a line. */
    private record Block(String begin, String end) {}

    private static final List<Block> BLOCKS =
            List.of(
                    new Block("<passages note=\"", "</passages>"),
                    new Block("<context note=\"", "</context>"));

    private static final List<String> TAGS =
            List.of(
                    "<passage ",
                    "</passage>",
                    "<snippet ",
                    "</snippet>",
                    "<metadata>",
                    "</metadata>");

    private QuotedText() {}

    /** Returns a message's text with the texts between tags edited, and all else as it was. */
    static String edit(String text, UnaryOperator<String> edit) {
        String edited = text;
        for (Block block : BLOCKS) {
            edited = edit(edited, block, edit);
        }
        return edited;
    }

    private static String edit(String text, Block block, UnaryOperator<String> edit) {
        int begin = begin(text, block, 0);
        if (begin < 0) {
            return text;
        }
        StringBuilder edited = new StringBuilder(text.length());
        int kept = 0;
        while (begin >= 0) {
            int body = text.indexOf('\n', begin);
            if (body < 0) {
                break;
            }
            int end = text.indexOf("\n" + block.end(), body);
            int last = end < 0 ? text.length() : end;
            edited.append(text, kept, body);
            edited.append(lines(text.substring(body, last), edit));
            kept = last;
            begin = begin(text, block, last);
        }
        return edited.append(text, kept, text.length()).toString();
    }

    private static int begin(String text, Block block, int from) {
        int at = text.indexOf(block.begin(), from);
        while (at > 0 && text.charAt(at - 1) != '\n') {
            at = text.indexOf(block.begin(), at + 1);
        }
        return at;
    }

    /** Edits the texts between lines that are tags. */
    private static String lines(String body, UnaryOperator<String> edit) {
        StringBuilder edited = new StringBuilder(body.length());
        StringBuilder between = new StringBuilder();
        for (String line : body.split("(?<=\n)", -1)) {
            if (TAGS.stream().anyMatch(line::startsWith)) {
                edited.append(edit.apply(between.toString())).append(line);
                between.setLength(0);
            } else {
                between.append(line);
            }
        }
        return edited.append(edit.apply(between.toString())).toString();
    }
}

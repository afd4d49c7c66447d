package dev.chasqui.application.sessions.summary;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.session.StoredTurn;
import dev.chasqui.domain.session.Turn;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns as text for a model that summarises them. */
final class TurnText {
    private static final Pattern TAG_BEGIN =
            Pattern.compile("<(?=\\s*+/?\\s*+(conversation|summary))", Pattern.CASE_INSENSITIVE);

    private TurnText() {}

    /**
     * Returns the text of turns between tags, which nothing in it can end.
     *
     * @param turns the turns, the oldest first
     * @param most the most characters of one message; of a longer one the ends are there
     */
    static String of(List<StoredTurn> turns, int most) {
        StringBuilder text = new StringBuilder("<conversation>\n");
        for (StoredTurn stored : turns) {
            Turn turn = stored.turn();
            Stream.concat(turn.asked().stream(), turn.answered().stream())
                    .forEach(message -> add(text, message, most));
        }
        return text.append("</conversation>").toString();
    }

    private static void add(StringBuilder text, Message message, int most) {
        text.append(speaker(message.role())).append(": ");
        text.append(plain(shortened(message.text(), most))).append('\n');
        for (ToolCall call : message.toolCalls()) {
            text.append("Assistant calls ")
                    .append(plain(call.name()))
                    .append(": ")
                    .append(plain(shortened(call.arguments(), most)))
                    .append('\n');
        }
    }

    private static String speaker(Role role) {
        return role.equals(Role.USER)
                ? "User"
                : role.equals(Role.ASSISTANT) ? "Assistant" : "Result of a call";
    }

    /** Returns a text that neither begins nor ends a tag of ours. */
    static String plain(String text) {
        return TAG_BEGIN.matcher(text).replaceAll("&lt;");
    }

    private static String shortened(String text, int most) {
        return text.length() <= most
                ? text
                : text.substring(0, most / 2) + " … " + text.substring(text.length() - most / 2);
    }
}

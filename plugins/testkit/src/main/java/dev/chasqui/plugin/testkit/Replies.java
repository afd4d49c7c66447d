package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads whole replies. */
public final class Replies {
    private Replies() {}

    /** Pulls a reply to its end, closes it, and returns all its events. */
    public static List<ReplyEvent> events(ChatReply reply) {
        List<ReplyEvent> events = new ArrayList<>();
        try (reply) {
            for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                events.add(event);
            }
        }
        return events;
    }

    /** Returns the text of these events. */
    public static String text(List<ReplyEvent> events) {
        return events.stream()
                .filter(ReplyEvent.Text.class::isInstance)
                .map(event -> ((ReplyEvent.Text) event).text())
                .collect(Collectors.joining());
    }
}

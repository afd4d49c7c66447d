package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.port.exchange.ExchangeContent;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** The text of one exchange as it comes. Safe for use by several threads. */
final class KeptContent {
    private final StringBuilder answer = new StringBuilder();
    private @Nullable Supplier<String> question;

    /** Notes the text of the request; the first one counts, which is that of the client. */
    synchronized void question(Supplier<String> text) {
        if (question == null) {
            question = text;
        }
    }

    void event(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Text text -> add(text.text());
            case ReplyEvent.ToolCallDelta call -> {
                add(call.name());
                add(call.arguments());
            }
            default -> {}
        }
    }

    private synchronized void add(String text) {
        int room = ExchangeContent.MOST - answer.length();
        answer.append(text, 0, Math.min(room, text.length()));
    }

    synchronized ExchangeContent toContent() {
        return new ExchangeContent(question == null ? "" : text(question), answer.toString());
    }

    private static String text(Supplier<String> question) {
        try {
            return question.get();
        } catch (FailureException e) {
            // The backend has read what cannot be decoded here.
            return "";
        }
    }
}

package dev.chasqui.application.exchange.resuming;

import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.reply.ReplyEvent;

import java.nio.charset.StandardCharsets;

/** The text of a reply that its caller has got. For use by one thread. */
final class GivenText {
    /** The most characters of a text that is kept. */
    static final int MOST = 1 << 20;

    private final StringBuilder text = new StringBuilder();
    private long pieces;
    private boolean plain = true;

    /** Notes an event that the caller gets. */
    void add(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Text more -> append(more.text());
            // Neither can be continued by another backend.
            case ReplyEvent.Reasoning more -> plain &= more.text().isEmpty();
            case ReplyEvent.ToolCallDelta _ -> plain = false;
            // What follows a finish is no part of the answer.
            case ReplyEvent.Finish _ -> plain = false;
            case ReplyEvent.Opened _,
                    ReplyEvent.UsageReport _,
                    ReplyEvent.Progress _,
                    ReplyEvent.Cited _,
                    ReplyEvent.Note _,
                    ReplyEvent.Raw _ -> {}
        }
    }

    private void append(String more) {
        if (!plain || more.isEmpty()) {
            return;
        }
        if (text.length() + more.length() > MOST) {
            plain = false;
            text.setLength(0);
            text.trimToSize();
            return;
        }
        text.append(more);
        pieces++;
    }

    /** Returns true if it is text alone, of an answer that is not over, and not too long. */
    boolean isPlain() {
        return plain;
    }

    String text() {
        return text.toString();
    }

    /**
     * Returns the estimate of its tokens: most backends send one in a piece, and none sends more
     * pieces than tokens.
     */
    long tokens() {
        return Math.max(
                pieces,
                TokenEstimate.tokens(text.toString().getBytes(StandardCharsets.UTF_8).length));
    }
}

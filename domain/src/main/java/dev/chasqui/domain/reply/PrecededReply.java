package dev.chasqui.domain.reply;

/** A reply with a text before the first text of its answer. Used by one thread. */
final class PrecededReply extends DerivedReply {
    private final String text;
    private boolean given;

    PrecededReply(ChatReply inner, String text) {
        super(inner);
        this.text = text;
    }

    @Override
    protected void take(ReplyEvent event) {
        // Some backends begin with an empty text although a tool call follows.
        if (!given && event instanceof ReplyEvent.Text first && !first.text().isEmpty()) {
            given = true;
            give(new ReplyEvent.Text(text));
        }
        pass(event);
    }
}

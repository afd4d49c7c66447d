package dev.chasqui.plugins.guard;

import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.DerivedReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A reply with the values in place of their placeholders, and a note about the findings at its end.
 * An event without a placeholder passes as it came; a changed text has no log probabilities, since
 * the model made other tokens. Used by one thread.
 */
final class RestoredReply extends DerivedReply {
    private final NavigableMap<String, String> values;
    private final ReplyEvent.Note note;
    private final Restorer text;
    private final Restorer reasoning;
    private final SortedMap<Integer, Restorer> calls = new TreeMap<>();

    /**
     * @param values the values by their placeholders
     * @param structured true if the reply's text is JSON
     * @param note the note at the end
     */
    RestoredReply(
            ChatReply inner,
            NavigableMap<String, String> values,
            boolean structured,
            ReplyEvent.Note note) {
        super(inner);
        this.values = values;
        this.note = note;
        this.text = new Restorer(values, structured);
        this.reasoning = new Restorer(values, false);
    }

    @Override
    protected void take(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Text piece -> {
                flushReasoning();
                flushCalls();
                String certain = text.feed(piece.text());
                if (certain.equals(piece.text())) {
                    pass(event);
                } else if (!certain.isEmpty()) {
                    pass(new ReplyEvent.Text(certain));
                }
            }
            case ReplyEvent.Reasoning piece -> {
                flushText();
                flushCalls();
                takeReasoning(piece);
            }
            case ReplyEvent.ToolCallDelta piece -> {
                flushText();
                flushReasoning();
                takeCall(piece);
            }
            case ReplyEvent.Finish(FinishReason reason, Optional<String> stop, var _) -> {
                Optional<String> restored = stop.map(each -> Restorer.restored(each, values));
                pass(restored.equals(stop) ? event : new ReplyEvent.Finish(reason, restored, null));
            }
            case ReplyEvent.Opened _,
                    ReplyEvent.UsageReport _,
                    ReplyEvent.Progress _,
                    ReplyEvent.Cited _,
                    ReplyEvent.Note _,
                    ReplyEvent.Raw _ ->
                    pass(event);
        }
    }

    private void takeReasoning(ReplyEvent.Reasoning piece) {
        boolean last = !piece.signature().isEmpty();
        String certain = reasoning.feed(piece.text()) + (last ? reasoning.flush() : "");
        if (certain.equals(piece.text())) {
            pass(piece);
        } else if (last || !certain.isEmpty()) {
            pass(new ReplyEvent.Reasoning(certain, piece.signature(), null));
        }
    }

    private void takeCall(ReplyEvent.ToolCallDelta piece) {
        String certain =
                calls.computeIfAbsent(piece.index(), index -> new Restorer(values, true))
                        .feed(piece.arguments());
        if (certain.equals(piece.arguments())) {
            pass(piece);
        } else if (!certain.isEmpty() || !piece.id().isEmpty() || !piece.name().isEmpty()) {
            pass(new ReplyEvent.ToolCallDelta(piece.index(), piece.id(), piece.name(), certain));
        }
    }

    private void flushText() {
        String rest = text.flush();
        if (!rest.isEmpty()) {
            give(new ReplyEvent.Text(rest));
        }
    }

    private void flushReasoning() {
        String rest = reasoning.flush();
        if (!rest.isEmpty()) {
            give(new ReplyEvent.Reasoning(rest));
        }
    }

    private void flushCalls() {
        calls.forEach(
                (index, call) -> {
                    String rest = call.flush();
                    if (!rest.isEmpty()) {
                        give(new ReplyEvent.ToolCallDelta(index, "", "", rest));
                    }
                });
    }

    @Override
    protected void end() {
        flushText();
        flushReasoning();
        flushCalls();
        give(note);
    }
}

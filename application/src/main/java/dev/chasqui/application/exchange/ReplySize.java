package dev.chasqui.application.exchange;

import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

/** The size of the events of a reply. */
final class ReplySize {
    /** The size of an event without content, so that a stream of them has a size, too. */
    private static final int EVENT = 32;

    /** The size of the log probabilities of a token. */
    private static final int LOGPROB = 64;

    private ReplySize() {}

    /** Returns the size of an event in bytes, counting a character as one. */
    static long of(ReplyEvent event) {
        return EVENT
                + switch (event) {
                    case ReplyEvent.Text text ->
                            text.text().length() + (long) LOGPROB * text.logprobs().size();
                    case ReplyEvent.Reasoning reasoning ->
                            (long) reasoning.text().length() + reasoning.signature().length();
                    case ReplyEvent.ToolCallDelta call ->
                            (long) call.id().length()
                                    + call.name().length()
                                    + call.arguments().length();
                    case ReplyEvent.Progress progress -> progress.text().length();
                    case ReplyEvent.Note note -> note.value().toString().length();
                    case ReplyEvent.Cited cited ->
                            cited.citations().stream().mapToLong(ReplySize::of).sum();
                    case ReplyEvent.Raw(Frame frame) -> frame.bytes().length;
                    case ReplyEvent.Opened _, ReplyEvent.Finish _, ReplyEvent.UsageReport _ -> 0;
                };
    }

    private static long of(Citation citation) {
        return (long) EVENT + citation.document().length() + citation.passage().length();
    }
}

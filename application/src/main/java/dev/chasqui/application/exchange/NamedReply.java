package dev.chasqui.application.exchange;

import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

/**
 * The change of a reply's frames so that they name the model that the client asked for, not the one
 * that answered. Used by one thread.
 */
final class NamedReply {
    private final byte[] name;

    /** The latest frame as it came and as it goes: all its events must have the same one. */
    private @Nullable Frame before;

    private @Nullable Frame after;

    /**
     * @param name the model name that the client asked for
     */
    NamedReply(String name) {
        this.name = ModelInJson.quoted(name);
    }

    /** Returns an event with its frame changed. */
    ReplyEvent event(ReplyEvent event) {
        Frame frame = event.frame();
        return frame == null ? event : with(event, renamed(frame));
    }

    @SuppressWarnings("ReferenceEquality") // Frames are compared by identity.
    private Frame renamed(Frame frame) {
        Frame known = after;
        if (frame == before && known != null) {
            return known;
        }
        Frame changed =
                ModelInJson.find(frame.bytes())
                        .map(
                                place ->
                                        new Frame(
                                                frame.dialect(),
                                                frame.kind(),
                                                place.replace(frame.bytes(), name),
                                                frame.events()))
                        .orElse(frame);
        before = frame;
        after = changed;
        return changed;
    }

    private static ReplyEvent with(ReplyEvent event, Frame frame) {
        return switch (event) {
            case ReplyEvent.Opened(var role, _) -> new ReplyEvent.Opened(role, frame);
            case ReplyEvent.Text(var text, var logprobs, _) ->
                    new ReplyEvent.Text(text, logprobs, frame);
            case ReplyEvent.Reasoning(var text, var signature, _) ->
                    new ReplyEvent.Reasoning(text, signature, frame);
            case ReplyEvent.ToolCallDelta(var index, var id, var name, var arguments, _) ->
                    new ReplyEvent.ToolCallDelta(index, id, name, arguments, frame);
            case ReplyEvent.Finish(var reason, var stop, _) ->
                    new ReplyEvent.Finish(reason, stop, frame);
            case ReplyEvent.UsageReport(var usage, _) -> new ReplyEvent.UsageReport(usage, frame);
            case ReplyEvent.Raw _ -> new ReplyEvent.Raw(frame);
            case ReplyEvent.Progress _, ReplyEvent.Cited _, ReplyEvent.Note _ -> event;
        };
    }
}

package dev.chasqui.domain.reply;

import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One step of a reply.
 *
 * <p>In a whole reply: at most one {@link Opened} first; then {@link Text}, {@link Reasoning} and
 * {@link ToolCallDelta} in any mix; then {@link Finish}; then at most one {@link UsageReport}.
 * {@link Progress}, {@link Cited}, {@link Note} and {@link Raw} may stand anywhere.
 *
 * <p>Some backends mark a piece as the last one that is not. So more of the answer may follow a
 * {@link Finish}, which takes it back: a reply is over when it has no further event, and of several
 * {@code Finish} or {@code UsageReport} the last one counts.
 *
 * <p>An event made by an agent has no frame. To edit an event, make a new one.
 */
public sealed interface ReplyEvent {

    /** The frame it was decoded from; null if an agent made it. */
    @Nullable Frame frame();

    /** Whether this is a piece of the answer itself: text, reasoning or a tool call. */
    default boolean isContent() {
        return switch (this) {
            case Text _, Reasoning _, ToolCallDelta _ -> true;
            case Opened _, Finish _, UsageReport _, Progress _, Cited _, Note _, Raw _ -> false;
        };
    }

    /** The reply begins; who speaks. */
    record Opened(Role role, @Nullable Frame frame) implements ReplyEvent {
        public Opened(Role role) {
            this(role, null);
        }
    }

    /**
     * More of the answer's text.
     *
     * @param logprobs how likely the model found the tokens that came with it, where the client
     *     asked for that: an object for each, as OpenAI and Ollama both have it. Tokens that made
     *     no text yet, or reasoning, come with an empty text
     */
    record Text(String text, List<Json.Obj> logprobs, @Nullable Frame frame) implements ReplyEvent {
        public Text {
            logprobs = List.copyOf(logprobs);
        }

        public Text(String text, @Nullable Frame frame) {
            this(text, List.of(), frame);
        }

        public Text(String text) {
            this(text, null);
        }
    }

    /** More of what the model thinks before it answers. */
    record Reasoning(String text, @Nullable Frame frame) implements ReplyEvent {
        public Reasoning(String text) {
            this(text, null);
        }
    }

    /**
     * A tool call or more of one.
     *
     * @param index which call; the first event of an index has id and name, later ones may leave
     *     them empty
     * @param arguments more of the arguments' JSON text
     */
    record ToolCallDelta(int index, String id, String name, String arguments, @Nullable Frame frame)
            implements ReplyEvent {
        public ToolCallDelta(int index, String id, String name, String arguments) {
            this(index, id, name, arguments, null);
        }
    }

    /** The answer is over, as far as its backend says. */
    record Finish(FinishReason reason, @Nullable Frame frame) implements ReplyEvent {
        public Finish(FinishReason reason) {
            this(reason, null);
        }
    }

    /** What the reply used. */
    record UsageReport(Usage usage, @Nullable Frame frame) implements ReplyEvent {
        public UsageReport(Usage usage) {
            this(usage, null);
        }
    }

    /** What is going on before there is an answer; for people, never part of the answer. */
    record Progress(String text) implements ReplyEvent {
        @Override
        public @Nullable Frame frame() {
            return null;
        }
    }

    /**
     * What the answer rests on. It rides beside the text, as the dialect has it, and in {@code
     * chasqui.citations} for programs.
     */
    record Cited(List<Citation> citations) implements ReplyEvent {
        public Cited {
            citations = List.copyOf(citations);
        }

        @Override
        public @Nullable Frame frame() {
            return null;
        }
    }

    /**
     * Something an agent tells programs about the reply: the member {@code name} of the reply's
     * object {@code chasqui}. The last one of a name counts.
     */
    record Note(String name, Json value) implements ReplyEvent {
        @Override
        public @Nullable Frame frame() {
            return null;
        }
    }

    /** A frame whose content has no meaning to us; dropped where the dialects differ. */
    record Raw(Frame frame) implements ReplyEvent {}
}

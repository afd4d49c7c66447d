package dev.chasqui.domain.reply;

import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * One step of a reply.
 *
 * <p>In a whole reply: at most one {@link Opened} first; then {@link Text}, {@link Reasoning} and
 * {@link ToolCallDelta} in any mix; then {@link Finish}; then at most one {@link UsageReport}.
 * {@link Progress}, {@link Cited}, {@link Note} and {@link Raw} may stand anywhere.
 *
 * <p>Some backends mark a piece as the last one although it is not. So more of the answer may
 * follow a {@link Finish} and cancel it: a reply is over when it has no further event, and of
 * several {@code Finish} or {@code UsageReport} the last one counts.
 *
 * <p>An event made by an agent has no frame. To edit an event, make a new one.
 */
public sealed interface ReplyEvent {

    /** Returns the frame that the event was decoded from; null if an agent made it. */
    @Nullable Frame frame();

    /** Returns true for a piece of the answer itself: text, reasoning or a tool call. */
    default boolean isContent() {
        return switch (this) {
            case Text _, Reasoning _, ToolCallDelta _ -> true;
            case Opened _, Finish _, UsageReport _, Progress _, Cited _, Note _, Raw _ -> false;
        };
    }

    /** The beginning of a reply, with the role of its speaker. */
    record Opened(Role role, @Nullable Frame frame) implements ReplyEvent {
        public Opened(Role role) {
            this(role, null);
        }
    }

    /**
     * More of the answer's text.
     *
     * @param logprobs the log probabilities of the tokens of this text, one object a token, in the
     *     form that OpenAI and Ollama share; empty unless the client asked for them. Tokens that
     *     made no text yet, or reasoning, come with an empty text
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

    /**
     * More of the model's reasoning before its answer.
     *
     * @param signature the backend's signature of the reasoning up to here, which it verifies when
     *     a client sends the reasoning back; empty except in the last event of a piece of reasoning
     */
    record Reasoning(String text, String signature, @Nullable Frame frame) implements ReplyEvent {
        public Reasoning(String text, @Nullable Frame frame) {
            this(text, "", frame);
        }

        public Reasoning(String text) {
            this(text, null);
        }
    }

    /**
     * A tool call or more of one.
     *
     * @param index the number of the call; its first event has id and name, later ones may leave
     *     them empty
     * @param arguments more of the arguments' JSON text
     */
    record ToolCallDelta(int index, String id, String name, String arguments, @Nullable Frame frame)
            implements ReplyEvent {
        public ToolCallDelta(int index, String id, String name, String arguments) {
            this(index, id, name, arguments, null);
        }
    }

    /**
     * The end of the answer, according to its backend.
     *
     * @param stopSequence the stop word that ended the answer; empty if the backend names none
     */
    record Finish(FinishReason reason, Optional<String> stopSequence, @Nullable Frame frame)
            implements ReplyEvent {
        public Finish(FinishReason reason, @Nullable Frame frame) {
            this(reason, Optional.empty(), frame);
        }

        public Finish(FinishReason reason) {
            this(reason, null);
        }
    }

    /** The tokens and the time that the reply used. */
    record UsageReport(Usage usage, @Nullable Frame frame) implements ReplyEvent {
        public UsageReport(Usage usage) {
            this(usage, null);
        }
    }

    /** A report on work before there is an answer; for people, never part of the answer. */
    record Progress(String text) implements ReplyEvent {
        @Override
        public @Nullable Frame frame() {
            return null;
        }
    }

    /**
     * The passages that the answer rests on. They go beside the text, in the dialect's own form,
     * and in {@code chasqui.citations} for programs.
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
     * A fact about the reply, from an agent to programs: the member {@code name} of the reply's
     * object {@code chasqui}. The last note of a name counts.
     */
    record Note(String name, Json value) implements ReplyEvent {
        @Override
        public @Nullable Frame frame() {
            return null;
        }
    }

    /** A frame whose content has no meaning to us; it is dropped if the dialects differ. */
    record Raw(Frame frame) implements ReplyEvent {}
}

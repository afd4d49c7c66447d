package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.FrameDraft;
import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonNames;
import dev.chasqui.domain.json.reading.JsonScanner;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;
import java.util.Optional;

/**
 * One choice of a whole reply or of a chunk. A text that is missing, null or of another kind counts
 * as empty. Used by one thread.
 */
final class OpenAiChoice {
    private static final JsonNames MEMBERS =
            JsonNames.of(
                    "index",
                    "message",
                    "delta",
                    "finish_reason",
                    "stop_reason",
                    "matched_stop",
                    "logprobs",
                    "error");
    private static final JsonNames MESSAGE_MEMBERS =
            JsonNames.of(
                    "role", "content", "reasoning_content", "reasoning", "refusal", "tool_calls");

    private long index;
    private String role = "";
    private String content = "";
    private String reasoningContent = "";
    private String reasoning = "";
    private String partReasoning = "";
    private String refusal = "";
    private String finishReason = "";
    private String stopSequence = "";
    private Json toolCalls = Json.Null.NULL;
    private List<Json.Obj> logprobs = List.of();
    private Json error = Json.Null.NULL;
    private int nullContentAt = -1;

    private OpenAiChoice(int place) {
        this.index = place;
    }

    /**
     * Reads a choice.
     *
     * @param place the position among the choices, which is the index of a choice that has none
     * @param messageMember the member that holds the content: {@code message} or {@code delta}
     */
    static OpenAiChoice read(JsonScanner in, int place, String messageMember) {
        OpenAiChoice choice = new OpenAiChoice(place);
        in.enter();
        while (in.nextMember()) {
            String name = in.name(MEMBERS);
            if (name.equals(messageMember) && in.kind() == JsonKind.OBJECT) {
                choice.readMessage(in);
            } else if (name.equals("index") && in.kind() == JsonKind.NUMBER) {
                choice.index = in.whole();
            } else if (name.equals("finish_reason")) {
                choice.finishReason = in.textOrSkip();
            } else if (name.equals("stop_reason") || name.equals("matched_stop")) {
                // The names of vLLM and SGLang; a number is the id of a token, not a stop word.
                choice.stopSequence = in.textOrSkip();
            } else if (name.equals("logprobs") && in.kind() == JsonKind.OBJECT) {
                choice.logprobs = OpenAiLogprobs.read(in.value());
            } else if (name.equals("error") && in.kind() != JsonKind.NULL) {
                choice.error = in.value();
            } else {
                in.skip();
            }
        }
        return choice;
    }

    private void readMessage(JsonScanner in) {
        in.enter();
        while (in.nextMember()) {
            switch (in.name(MESSAGE_MEMBERS)) {
                case "role" -> role = in.textOrSkip();
                case "content" -> readContent(in);
                case "reasoning_content" -> reasoningContent = in.textOrSkip();
                case "reasoning" -> reasoning = in.textOrSkip();
                case "refusal" -> refusal = in.textOrSkip();
                case "tool_calls" -> toolCalls = in.value();
                default -> in.skip();
            }
        }
    }

    private void readContent(JsonScanner in) {
        switch (in.kind()) {
            case STRING -> content = in.text();
            case ARRAY -> {
                OpenAiReplyParts parts = OpenAiReplyParts.of((Json.Arr) in.value());
                content = parts.text();
                partReasoning = parts.reasoning();
            }
            case NULL -> {
                nullContentAt = in.at();
                in.skip();
            }
            case OBJECT, NUMBER, FLAG -> in.skip();
        }
    }

    long index() {
        return index;
    }

    String role() {
        return role;
    }

    /**
     * Returns the reason for its end; empty if it has not ended. Some servers report that by an
     * empty string, and some by their language's name of null.
     */
    String finishReason() {
        return switch (finishReason) {
            case "null", "None" -> "";
            case String reason -> reason;
        };
    }

    /** Returns the stop word that ended the answer; empty if the server names none. */
    Optional<String> stopSequence() {
        return stopSequence.isEmpty() ? Optional.empty() : Optional.of(stopSequence);
    }

    /** Returns the error that stands in place of its content, or of the rest of it. */
    Optional<ServerErrorReader.ServerError> error() {
        if (error == Json.Null.NULL && !finishReason.equals("error")) {
            return Optional.empty();
        }
        Optional<ServerErrorReader.ServerError> reported =
                ServerErrorReader.errorIn(Json.Obj.EMPTY.with("error", error));
        return finishReason.equals("error")
                ? reported.or(() -> Optional.of(ServerErrorReader.ServerError.of("")))
                : reported;
    }

    Json toolCalls() {
        return toolCalls;
    }

    /**
     * Returns the position in the text of the null that is its content; -1 if its content is not
     * null.
     */
    int nullContentAt() {
        return nullContentAt;
    }

    /** Returns true if it has content. */
    boolean hasContent() {
        return !text().isEmpty()
                || !reasoning().isEmpty()
                || (toolCalls instanceof Json.Arr(List<Json> calls) && !calls.isEmpty());
    }

    /** Adds the events of its reasoning and its text, in this order. */
    void addTexts(FrameDraft draft) {
        String thought = reasoning();
        if (!thought.isEmpty()) {
            draft.add(frame -> new ReplyEvent.Reasoning(thought, frame));
        }
        String text = text();
        if (!text.isEmpty() || !logprobs.isEmpty()) {
            draft.add(frame -> new ReplyEvent.Text(text, logprobs, frame));
        }
    }

    private String reasoning() {
        if (!reasoningContent.isEmpty()) {
            return reasoningContent;
        }
        return reasoning.isEmpty() ? partReasoning : reasoning;
    }

    private String text() {
        return content.isEmpty() ? refusal : content;
    }
}

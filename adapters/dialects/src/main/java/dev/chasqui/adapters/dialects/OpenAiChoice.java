package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;

/**
 * One choice of a whole reply or of a chunk. A text that is missing, null or something else than a
 * text is empty.
 */
final class OpenAiChoice {
    private static final JsonNames MEMBERS =
            JsonNames.of("index", "message", "delta", "finish_reason");
    private static final JsonNames SPOKEN =
            JsonNames.of("role", "content", "reasoning_content", "reasoning", "tool_calls");

    private long index;
    private String role = "";
    private String content = "";
    private String reasoningContent = "";
    private String reasoning = "";
    private String finishReason = "";
    private Json toolCalls = Json.Null.NULL;

    private OpenAiChoice(int place) {
        this.index = place;
    }

    /**
     * Reads a choice.
     *
     * @param place where it stands among the choices; one that does not say its index counts by it
     * @param speaker the member that holds what is said: {@code message} or {@code delta}
     */
    static OpenAiChoice read(JsonScanner in, int place, String speaker) {
        OpenAiChoice choice = new OpenAiChoice(place);
        in.enter();
        while (in.nextMember()) {
            String name = in.name(MEMBERS);
            if (name.equals(speaker) && in.kind() == JsonKind.OBJECT) {
                choice.readSpoken(in);
            } else if (name.equals("index") && in.kind() == JsonKind.NUMBER) {
                choice.index = in.whole();
            } else if (name.equals("finish_reason")) {
                choice.finishReason = in.textOrSkip();
            } else {
                in.skip();
            }
        }
        return choice;
    }

    private void readSpoken(JsonScanner in) {
        in.enter();
        while (in.nextMember()) {
            switch (in.name(SPOKEN)) {
                case "role" -> role = in.textOrSkip();
                case "content" -> content = in.textOrSkip();
                case "reasoning_content" -> reasoningContent = in.textOrSkip();
                case "reasoning" -> reasoning = in.textOrSkip();
                case "tool_calls" -> toolCalls = in.value();
                default -> in.skip();
            }
        }
    }

    long index() {
        return index;
    }

    String role() {
        return role;
    }

    /** Why it ended; empty if it has not, which some say with an empty string. */
    String finishReason() {
        return finishReason;
    }

    /** Adds the reasoning, the text and the tool calls, in this order. */
    void addContent(FrameDraft draft) {
        String thought = reasoningContent.isEmpty() ? reasoning : reasoningContent;
        if (!thought.isEmpty()) {
            draft.add(frame -> new ReplyEvent.Reasoning(thought, frame));
        }
        if (!content.isEmpty()) {
            draft.add(frame -> new ReplyEvent.Text(content, frame));
        }
        if (toolCalls instanceof Json.Arr(List<Json> calls)) {
            for (int i = 0; i < calls.size(); i++) {
                if (calls.get(i) instanceof Json.Obj call) {
                    addToolCall(call, i, draft);
                }
            }
        }
    }

    private static void addToolCall(Json.Obj call, int place, FrameDraft draft) {
        Json.Obj function = OpenAiReplyReader.object(call, "function");
        int index = OpenAiReplyReader.index(call, place);
        String id = call.text("id").orElse("");
        String name = function.text("name").orElse("");
        String arguments = arguments(function);
        draft.add(frame -> new ReplyEvent.ToolCallDelta(index, id, name, arguments, frame));
    }

    /** Arguments are text by OpenAI's rule; some servers send the object itself. */
    private static String arguments(Json.Obj function) {
        return switch (function.members().get("arguments")) {
            case Json.Str(String text) -> text;
            case Json.Obj object -> object.toString();
            case null, default -> "";
        };
    }
}

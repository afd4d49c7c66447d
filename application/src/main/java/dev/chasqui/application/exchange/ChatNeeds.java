package dev.chasqui.application.exchange;

import dev.chasqui.application.routing.Needs;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.PromptSize;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Capability;

import java.util.function.ToLongFunction;

/**
 * The needs of a chat, which is decoded at the first question that its bytes do not answer. A chat
 * that cannot be decoded has none: its backend tells what is wrong. For use by one thread.
 */
final class ChatNeeds implements Needs {
    private static final long UNKNOWN = -1;

    private final ChatRequest request;
    private long mostTokens = UNKNOWN;
    private long tokens = UNKNOWN;

    ChatNeeds(ChatRequest request) {
        this.request = request;
    }

    @Override
    public boolean include(Capability ability) {
        return !isPlain(ability) && read(chat -> include(ability, chat.conversation()) ? 1 : 0) > 0;
    }

    /** A request that has an outline holds texts alone, and no tools. */
    private boolean isPlain(Capability ability) {
        return switch (ability) {
            case VISION, TOOLS -> request.outline().isPresent();
            case JSON -> false;
            case REASONING ->
                    request.outline().filter(outline -> !outline.namesReasoning()).isPresent();
        };
    }

    private static boolean include(Capability ability, Conversation asked) {
        return switch (ability) {
            case VISION ->
                    asked.messages().stream()
                            .flatMap(message -> message.content().stream())
                            .anyMatch(Part.Image.class::isInstance);
            case TOOLS -> !asked.tools().isEmpty();
            case JSON ->
                    switch (asked.settings().format()) {
                        case ReplyFormat.JsonObject _, ReplyFormat.JsonSchema _ -> true;
                        case ReplyFormat.Text _, ReplyFormat.Other _ -> false;
                    };
            case REASONING ->
                    switch (asked.settings().thinking()) {
                        case Thinking.On _ -> true;
                        case Thinking.Effort(String level) -> !level.equals("none");
                        case Thinking.Off _, Thinking.Unset _ -> false;
                    };
        };
    }

    @Override
    public long mostTokens() {
        if (mostTokens == UNKNOWN) {
            mostTokens = read(PromptSize::mostTokens) + PromptSize.TEMPLATE;
        }
        return mostTokens;
    }

    @Override
    public long tokens() {
        if (tokens == UNKNOWN) {
            tokens = read(chat -> PromptEstimate.of(chat.conversation()).tokens());
        }
        return tokens;
    }

    private long read(ToLongFunction<ChatRequest> question) {
        try {
            return question.applyAsLong(request);
        } catch (FailureException e) {
            return 0;
        }
    }
}

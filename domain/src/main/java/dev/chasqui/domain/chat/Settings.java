package dev.chasqui.domain.chat;

import dev.chasqui.domain.json.Json;

/**
 * The settings for a reply that have a meaning in more than one dialect.
 *
 * @param sampling temperature, limits, stop words and the like under the names that OpenAI and
 *     llama.cpp use ({@code temperature}, {@code max_tokens}, {@code stop}, {@code top_k}, …), with
 *     the values as the client spelled them
 * @param toolChoice the client's rule for tool calls
 * @param format the form of the reply's text
 * @param thinking the amount of reasoning
 * @param usageInStream true if a streamed reply shall end with its usage
 */
public record Settings(
        Json.Obj sampling,
        ToolChoice toolChoice,
        ReplyFormat format,
        Thinking thinking,
        boolean usageInStream) {

    /** The settings of a client that asks for nothing: the backend's defaults hold. */
    public static final Settings DEFAULT =
            new Settings(
                    Json.Obj.EMPTY,
                    new ToolChoice.Auto(),
                    new ReplyFormat.Text(),
                    new Thinking.Unset(),
                    false);

    public Settings withSampling(Json.Obj sampling) {
        return new Settings(sampling, toolChoice, format, thinking, usageInStream);
    }

    public Settings withToolChoice(ToolChoice toolChoice) {
        return new Settings(sampling, toolChoice, format, thinking, usageInStream);
    }

    public Settings withFormat(ReplyFormat format) {
        return new Settings(sampling, toolChoice, format, thinking, usageInStream);
    }

    public Settings withThinking(Thinking thinking) {
        return new Settings(sampling, toolChoice, format, thinking, usageInStream);
    }

    public Settings withUsageInStream(boolean usageInStream) {
        return new Settings(sampling, toolChoice, format, thinking, usageInStream);
    }
}

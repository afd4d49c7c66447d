package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.ClientCountCodec;
import dev.chasqui.domain.json.Json;

/** The operation {@code POST /v1/messages/count_tokens}. Stateless. */
final class AnthropicTokenCount implements ClientCountCodec {
    private static final String INPUT_TOKENS = "input_tokens";

    @Override
    public IncomingCount decode(byte[] body) {
        return new IncomingCount(
                new AnthropicMessages().decode(body),
                tokens -> Json.Obj.EMPTY.with(INPUT_TOKENS, Json.of(tokens)).toBytes(),
                INPUT_TOKENS);
    }
}

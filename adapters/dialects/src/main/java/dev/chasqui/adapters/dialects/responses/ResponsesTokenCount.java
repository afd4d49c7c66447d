package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.ClientCountCodec;
import dev.chasqui.domain.json.Json;

/** The operation {@code POST /v1/responses/input_tokens}. Stateless. */
final class ResponsesTokenCount implements ClientCountCodec {
    private static final String INPUT_TOKENS = "input_tokens";

    private final ResponsesCodec responses;

    ResponsesTokenCount(ResponsesCodec responses) {
        this.responses = responses;
    }

    @Override
    public IncomingCount decode(byte[] body) {
        return new IncomingCount(
                responses.decode(body),
                tokens ->
                        Json.Obj.EMPTY
                                .with("object", Json.of("response.input_tokens"))
                                .with(INPUT_TOKENS, Json.of(tokens))
                                .toBytes(),
                INPUT_TOKENS);
    }
}

package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.request.ScannedBody;
import dev.chasqui.adapters.dialects.server.ContextChoice;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.json.Json;

import java.util.OptionalInt;

/**
 * The choice of a context by {@code options.num_ctx}. An Ollama refuses a prompt that does not fit
 * if {@code truncate} is false; otherwise it cuts it.
 */
record OllamaContextChoice(OllamaContextLengths lengths) implements ContextChoice {
    private static final String OPTIONS = "options";
    private static final String NUM_CTX = "num_ctx";
    private static final String TRUNCATE = "truncate";

    @Override
    public OptionalInt longest(String model) {
        return lengths.trained(model);
    }

    @Override
    public OptionalInt chosen(ChatRequest request) {
        return options(request).get(NUM_CTX).orElse(Json.Null.NULL) instanceof Json.Num number
                        && number.doubleValue() >= 1
                ? OptionalInt.of((int) number.doubleValue())
                : OptionalInt.empty();
    }

    @Override
    public ChatRequest choose(ChatRequest request, int tokens) {
        Json.Obj options = options(request).with(NUM_CTX, Json.of(tokens));
        return uncut(request.withExtras(request.extras().with(OPTIONS, options)));
    }

    @Override
    public ChatRequest uncut(ChatRequest request) {
        return request.extras().get(TRUNCATE).isPresent()
                ? request
                : request.withExtras(request.extras().with(TRUNCATE, Json.of(false)));
    }

    private static Json.Obj options(ChatRequest request) {
        boolean none =
                !request.edited().contains(ChatRequest.Field.EXTRAS)
                        && request.source().orElse(null) instanceof ScannedBody body
                        && !body.scan().members().containsKey(OPTIONS);
        if (none) {
            // The rest of the request need not be decoded to know.
            return Json.Obj.EMPTY;
        }
        return request.extras().get(OPTIONS).orElse(Json.Null.NULL) instanceof Json.Obj options
                ? options
                : Json.Obj.EMPTY;
    }
}

package dev.chasqui.adapters.dialects.openai.server;

import dev.chasqui.adapters.dialects.openai.models.OpenAiContextLengths;
import dev.chasqui.adapters.dialects.openai.models.OpenAiLoadedModels;
import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.ServerAbilities;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.LoadedModel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One server that speaks OpenAI's dialect. Safe for use by several threads. */
final class OpenAiServer implements ServerAbilities {
    /** The owner that llama.cpp's server reports for its models. */
    static final String LLAMA_SERVER = "llamacpp";

    private final AskedServer server;
    private final OpenAiContextLengths contextLengths;
    private final OpenAiLoadedModels loaded;
    private final OpenAiTokenCounter tokens;

    /** True once the server was found to be llama.cpp's. */
    private volatile boolean isLlamaServer;

    OpenAiServer(AskedServer server) {
        this.server = server;
        this.contextLengths = new OpenAiContextLengths(server);
        this.loaded = new OpenAiLoadedModels(server);
        this.tokens = new OpenAiTokenCounter(server);
    }

    /**
     * {@inheritDoc} OpenAI's dialect has no raw prompts and no gaps to fill in; of its servers only
     * llama.cpp's has both.
     */
    @Override
    public void requireForm(ChatRequest.Form form) {
        if (form == ChatRequest.Form.RAW && !isLlamaServer) {
            isLlamaServer =
                    server.models().stream()
                            .anyMatch(model -> model.owner().equals(Optional.of(LLAMA_SERVER)));
            if (!isLlamaServer) {
                throw noRawPrompts(server.name());
            }
        }
    }

    static FailureException noRawPrompts(String backend) {
        return new FailureException(
                Failure.BackendRefused.cannot(
                        backend,
                        Optional.empty(),
                        "a raw prompt or a suffix needs an Ollama or a llama-server; the backend '"
                                + backend
                                + "' of this model is neither"));
    }

    @Override
    public OptionalInt contextLength(String model) {
        return contextLengths.of(model);
    }

    @Override
    public OptionalInt countTokens(String model, String text, Cancellation cancellation) {
        return tokens.count(model, text, cancellation);
    }

    @Override
    public OptionalInt countPrompt(ChatRequest request, Cancellation cancellation) {
        return tokens.count(request, cancellation);
    }

    @Override
    public List<LoadedModel> loaded() {
        return loaded.all();
    }

    /**
     * {@inheritDoc} Some servers have a request for this; any other one is only checked for listing
     * the model.
     */
    @Override
    public void load(LoadRequest request, Cancellation cancellation) {
        if (request.unloads()) {
            loaded.unload(request.model());
        } else {
            loaded.load(request.model(), cancellation);
        }
    }
}

package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.JsonMembers;
import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.dialects.server.ServerAbilities;
import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One server that speaks Anthropic's dialect. Safe for use by several threads. */
record AnthropicServer(AskedServer server) implements ServerAbilities {
    /** The maximum duration of a request that counts tokens. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** The members of a request that become a part of the prompt; others may be refused. */
    private static final List<String> COUNTED =
            List.of(
                    "model",
                    AnthropicFields.MESSAGES,
                    AnthropicFields.SYSTEM,
                    "tools",
                    "tool_choice",
                    "thinking",
                    AnthropicFields.OUTPUT_CONFIG,
                    "cache_control");

    /** {@inheritDoc} This dialect has neither raw prompts nor suffixes. */
    @Override
    public void requireForm(ChatRequest.Form form) {
        if (form == ChatRequest.Form.RAW) {
            throw new FailureException(
                    new Failure.BackendRefused(
                            server.name(),
                            400,
                            "a raw prompt or a suffix needs an Ollama or a llama-server; the"
                                    + " backend '"
                                    + server.name()
                                    + "' of this model is neither",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            true));
        }
    }

    @Override
    public OptionalInt contextLength(String model) {
        return server.models().stream()
                .filter(listed -> listed.id().equals(model))
                .map(listed -> JsonMembers.count(listed.listed(), "max_input_tokens"))
                .findFirst()
                .orElseGet(OptionalInt::empty);
    }

    /** {@inheritDoc} The text is counted as a message, which adds a few tokens. */
    @Override
    public OptionalInt countTokens(String model, String text, Cancellation cancellation) {
        Json.Obj message =
                Json.Obj.EMPTY.with("role", Json.of("user")).with("content", Json.of(text));
        Json.Obj body =
                Json.Obj.EMPTY
                        .with("model", Json.of(model))
                        .with(AnthropicFields.MESSAGES, new Json.Arr(List.of(message)));
        return count(body, cancellation);
    }

    @Override
    public OptionalInt countPrompt(ChatRequest request, Cancellation cancellation) {
        Json.Obj whole =
                (Json.Obj) JsonReader.read(new AnthropicBackendCodec().encode(request).body());
        Json.Obj body = Json.Obj.EMPTY;
        for (String name : COUNTED) {
            Optional<Json> value = whole.get(name);
            if (value.isPresent()) {
                body = body.with(name, value.get());
            }
        }
        return count(body, cancellation);
    }

    private OptionalInt count(Json.Obj body, Cancellation cancellation) {
        ProbedServer.Answer answer =
                server.answer(
                        ServerQuestion.post(AnthropicBackendCodec.PATH + "/count_tokens", body)
                                .within(LIMIT),
                        cancellation);
        return answer.status() == 200
                ? JsonMembers.count(answer.object(), "input_tokens")
                : OptionalInt.empty();
    }
}

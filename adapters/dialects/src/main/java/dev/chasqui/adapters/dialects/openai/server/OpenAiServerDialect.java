package dev.chasqui.adapters.dialects.openai.server;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.openai.OpenAiBackendCodec;
import dev.chasqui.adapters.dialects.openai.models.LmStudio;
import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.FoundServer;
import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.dialects.server.ServerAbilities;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.domain.chat.ServiceMembers;
import dev.chasqui.domain.json.Json;

import java.util.Optional;

/** The server side of OpenAI's dialect, with the additions of the servers that speak it. */
public final class OpenAiServerDialect implements ServerDialect {
    private final BackendCodec codec;

    /** Creates the dialect with its own codec. */
    public OpenAiServerDialect() {
        this(new OpenAiBackendCodec());
    }

    /** Creates the dialect with another codec. */
    public OpenAiServerDialect(BackendCodec codec) {
        this.codec = codec;
    }

    @Override
    public String type() {
        return "openai";
    }

    /** {@inheritDoc} Most servers speak it. */
    @Override
    public String usualProgram() {
        return "generic";
    }

    @Override
    public String displayName() {
        return "OpenAI";
    }

    @Override
    public BackendCodec codec() {
        return codec;
    }

    @Override
    public boolean addressHoldsVersion() {
        return true;
    }

    @Override
    public ServerDialect hosted(ServiceMembers members) {
        return new HostedOpenAi(this, members);
    }

    @Override
    public Optional<FoundServer> recognise(ProbedServer server) {
        ProbedServer.Answer models = server.get("/v1/models");
        Json.Obj body = models.object();
        return switch (models.status()) {
            case 200 ->
                    body.get("data")
                            .filter(_ -> !isOfAnthropic(body))
                            .map(
                                    data ->
                                            new FoundServer(
                                                    true,
                                                    true,
                                                    owner(data)
                                                            .flatMap(
                                                                    OpenAiServerDialect::program)));
            // The server demands a key, or still loads its model; the form of its error reveals the
            // dialect.
            case 401, 403, 503 ->
                    body.get("error")
                            .filter(Json.Obj.class::isInstance)
                            .filter(_ -> !isOfAnthropic(body))
                            .map(error -> new FoundServer(true, false, Optional.empty()));
            default -> Optional.empty();
        };
    }

    /** Anthropic's servers have a list and an envelope of errors that look alike at first. */
    private static boolean isOfAnthropic(Json.Obj body) {
        return body.text("type").equals(Optional.of("error"))
                || (body.get("has_more").isPresent() && body.get("object").isEmpty());
    }

    private static Optional<String> owner(Json data) {
        return data instanceof Json.Arr(var models)
                        && !models.isEmpty()
                        && models.getFirst() instanceof Json.Obj model
                ? model.text("owned_by")
                : Optional.empty();
    }

    /** Returns the program that reports this owner in the list of its models. */
    private static Optional<String> program(String owner) {
        return switch (owner) {
            case OpenAiServer.LLAMA_SERVER -> Optional.of("llama.cpp");
            case "vllm", "sglang", "exo" -> Optional.of(owner);
            case LmStudio.OWNER -> Optional.of("lmstudio");
            default -> Optional.empty();
        };
    }

    @Override
    public ServerAbilities of(AskedServer server) {
        return new OpenAiServer(server);
    }
}

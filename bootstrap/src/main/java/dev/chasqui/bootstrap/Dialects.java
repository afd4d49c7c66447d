package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.anthropic.AnthropicClientDialect;
import dev.chasqui.adapters.dialects.anthropic.AnthropicServerDialect;
import dev.chasqui.adapters.dialects.infer.InferClientDialect;
import dev.chasqui.adapters.dialects.ollama.OllamaClientDialect;
import dev.chasqui.adapters.dialects.ollama.OllamaServerDialect;
import dev.chasqui.adapters.dialects.openai.OpenAiClientDialect;
import dev.chasqui.adapters.dialects.openai.server.OpenAiServerDialect;
import dev.chasqui.adapters.dialects.plain.PlainSessions;
import dev.chasqui.adapters.dialects.responses.ResponsesClientDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.application.models.Models;

import java.time.InstantSource;
import java.util.List;

/** The dialects that the server speaks, with clients and with the servers behind it. */
final class Dialects {
    private Dialects() {}

    /** Returns those of servers, in the order in which a server is probed for them. */
    static ServerDialects ofServers() {
        return ServerDialects.of(
                new OllamaServerDialect(), new OpenAiServerDialect(), new AnthropicServerDialect());
    }

    /** Returns those of clients; the server's own routes report failures in the first one. */
    static List<ClientDialect> ofClients(Models models, Config config, InstantSource clock) {
        return List.of(
                new OpenAiClientDialect(models, config.models().completionCommands()),
                new ResponsesClientDialect(clock),
                new AnthropicClientDialect(models),
                new OllamaClientDialect(models, config.server().ollamaVersion(), clock),
                new PlainSessions(models, config.sessions().model()),
                new InferClientDialect(clock));
    }
}

package dev.chasqui.adapters.dialects.openai.server;

import static dev.chasqui.adapters.dialects.server.JsonMembers.count;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.openai.OpenAiBackendCodec;
import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.FoundServer;
import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.dialects.server.ServerAbilities;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.ServiceMembers;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * OpenAI's dialect as a hosted service speaks it. It is asked for nothing but its list of models:
 * the other questions are for servers of one's own. Two of the same members are equal, so that a
 * reload keeps the connections of a service.
 *
 * @param general the dialect of servers of one's own
 * @param members the members of requests that the service takes
 */
record HostedOpenAi(ServerDialect general, ServiceMembers members) implements ServerDialect {
    @Override
    public BackendCodec codec() {
        return new OpenAiBackendCodec(Optional.of(members));
    }

    @Override
    public String type() {
        return general.type();
    }

    @Override
    public String displayName() {
        return general.displayName();
    }

    @Override
    public boolean addressHoldsVersion() {
        return general.addressHoldsVersion();
    }

    @Override
    public Optional<FoundServer> recognise(ProbedServer server) {
        return general.recognise(server);
    }

    @Override
    public ServerAbilities of(AskedServer server) {
        return new Abilities(server);
    }

    private record Abilities(AskedServer server) implements ServerAbilities {
        @Override
        public void requireForm(ChatRequest.Form form) {
            if (form == ChatRequest.Form.RAW) {
                throw OpenAiServer.noRawPrompts(server.name());
            }
        }

        @Override
        public OptionalInt contextLength(String model) {
            return server.models().stream()
                    .filter(listed -> listed.id().equals(model))
                    .map(ModelInfo::listed)
                    .map(Abilities::length)
                    .findFirst()
                    .orElseGet(OptionalInt::empty);
        }

        /** Returns the length by the member of Groq, of OpenRouter and Together, or of Mistral. */
        private static OptionalInt length(Json.Obj listed) {
            return Stream.of("context_window", "context_length", "max_context_length")
                    .map(member -> count(listed, member))
                    .flatMapToInt(OptionalInt::stream)
                    .findFirst();
        }
    }
}

package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.FoundServer;
import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.dialects.server.ServerAbilities;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.domain.json.Json;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A dialect unknown to the product. Its chats are the {@link LineCodec}'s. Its servers report at
 * {@code /toy} that they are toys, and their context length, and want their key in a header of
 * their own.
 */
final class ToyServers implements ServerDialect {
    static final String PATH = "/toy";

    @Override
    public String type() {
        return "toy";
    }

    @Override
    public String displayName() {
        return "Toy";
    }

    @Override
    public BackendCodec codec() {
        return new LineCodec();
    }

    @Override
    public Map<String, String> credentials(String secret) {
        return Map.of("X-Toy-Key", secret);
    }

    @Override
    public Optional<FoundServer> recognise(ProbedServer server) {
        return server.get(PATH)
                .object()
                .text("toy")
                .map(name -> new FoundServer(true, true, Optional.of(name)));
    }

    @Override
    public ServerAbilities of(AskedServer server) {
        return new ServerAbilities() {
            @Override
            public OptionalInt contextLength(String model) {
                Json said = server.object(ServerQuestion.get(PATH)).get("reads").orElseThrow();
                return OptionalInt.of((int) ((Json.Num) said).longValue());
            }
        };
    }
}

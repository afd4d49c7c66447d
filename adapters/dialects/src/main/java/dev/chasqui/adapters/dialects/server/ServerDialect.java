package dev.chasqui.adapters.dialects.server;

import dev.chasqui.adapters.dialects.BackendCodec;

import java.util.Map;
import java.util.Optional;

/** What a dialect knows of the servers that speak it. Stateless. */
public interface ServerDialect {

    /** Its name in the config, such as {@code openai}. */
    String type();

    /** The name that people know it by. */
    String displayName();

    /** What writes requests to such a server and reads its replies. */
    BackendCodec codec();

    /** The headers by which a request shows its key. */
    default Map<String, String> credentials(String secret) {
        return Map.of("Authorization", "Bearer " + secret);
    }

    /**
     * Whether all paths of such a server begin with {@code /api}, so that people take that for a
     * part of its address.
     */
    default boolean beginsWithApi() {
        return false;
    }

    /**
     * Looks whether a server speaks this dialect, by few questions.
     *
     * @return empty if it does not
     * @throws dev.chasqui.domain.failure.FailureException if the server does not answer
     */
    Optional<FoundServer> recognise(ProbedServer server);

    /** What one server of this dialect can be asked beside chats; may remember what it answers. */
    ServerAbilities of(AskedServer server);
}

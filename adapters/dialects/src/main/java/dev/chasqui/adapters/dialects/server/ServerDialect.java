package dev.chasqui.adapters.dialects.server;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.domain.chat.ServiceMembers;

import java.util.Map;
import java.util.Optional;

/**
 * The server side of a dialect: its codec, its credentials, and the questions that its servers
 * answer. Stateless.
 */
public interface ServerDialect {

    /** Returns its name in the config, such as {@code openai}. */
    String type();

    /** Returns the word for a server of which nothing is known but that it speaks this dialect. */
    default String usualProgram() {
        return type();
    }

    /** Returns its name for people, in messages. */
    String displayName();

    /** Returns the codec for requests to such a server. */
    BackendCodec codec();

    /** Returns the headers that carry the key. */
    default Map<String, String> credentials(String secret) {
        return Map.of("Authorization", "Bearer " + secret);
    }

    /**
     * Returns the headers that every request to such a server carries, unless the request has its
     * own header of that name.
     */
    default Map<String, String> headers() {
        return Map.of();
    }

    /**
     * Returns true if all paths of such a server begin with {@code /api}, so that people take that
     * for a part of its address.
     */
    default boolean beginsWithApi() {
        return false;
    }

    /**
     * Returns true if people write the version of the API, which all paths of this dialect begin
     * with, as a part of such a server's address.
     */
    default boolean addressHoldsVersion() {
        return false;
    }

    /**
     * Returns this dialect as a hosted service speaks it, which takes no other members than these
     * and has none of the additions of servers of one's own.
     */
    default ServerDialect hosted(ServiceMembers members) {
        return this;
    }

    /**
     * Probes with few questions if a server speaks this dialect.
     *
     * @return empty if it does not
     * @throws dev.chasqui.domain.failure.FailureException if the server does not answer
     */
    Optional<FoundServer> recognise(ProbedServer server);

    /** Returns the abilities of one server of this dialect; it may cache the server's answers. */
    ServerAbilities of(AskedServer server);
}

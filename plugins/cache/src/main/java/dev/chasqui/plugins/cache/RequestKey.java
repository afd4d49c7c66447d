package dev.chasqui.plugins.cache;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.RequestIdentity;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The identity of a request: the SHA-256 of everything that can change its reply, members that we
 * do not know included. Not part of it are the form in which the reply is sent (as a stream or not,
 * with usage or without) and how long the model stays in memory.
 */
record RequestKey(String sha256) {

    /**
     * Returns the key of a request before a chain.
     *
     * @param shared true if all callers have the same key
     */
    static RequestKey of(ChatRequest request, Chain chain, boolean shared) {
        return of(request, chain, shared, request.messages());
    }

    /**
     * Returns the key of a request without the text of its last message; empty if that message is
     * not plain text of the user.
     */
    static Optional<RequestKey> withoutQuestion(ChatRequest request, Chain chain, boolean shared) {
        List<Message> messages = new ArrayList<>(request.messages());
        if (messages.isEmpty()
                || !messages.getLast().role().equals(Role.USER)
                || messages.getLast().content().size() != 1
                || !(messages.getLast().content().getFirst() instanceof Part.Text)) {
            return Optional.empty();
        }
        messages.add(messages.removeLast().withContent(List.of()));
        return Optional.of(of(request, chain, shared, messages));
    }

    private static RequestKey of(
            ChatRequest request, Chain chain, boolean shared, List<Message> messages) {
        List<Json> all =
                List.of(
                        shared ? Json.Null.NULL : text(chain.exchange().caller().name()),
                        text(chain.exchange().dialect()),
                        new Json.Arr(chain.agents().stream().map(RequestKey::text).toList()),
                        text(identity(chain, request.model())),
                        Json.of(chain.exchange().mayShorten()),
                        RequestIdentity.of(request, messages));
        return new RequestKey(sha256(new Json.Arr(all).toBytes()));
    }

    /** Returns the identity of a model; an agent behind the cache may ask another one instead. */
    private static String identity(Chain chain, String model) {
        try {
            return chain.identity(model);
        } catch (FailureException e) {
            return "";
        }
    }

    private static Json text(Object value) {
        return new Json.Str(value.toString());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

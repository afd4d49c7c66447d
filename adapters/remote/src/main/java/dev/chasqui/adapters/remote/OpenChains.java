package dev.chasqui.adapters.remote;

import dev.chasqui.application.port.agents.ChainCalls;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;

import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The exchanges that services may call back into. Each has a secret that is valid until the
 * service's part of the exchange is over. Safe for use by several threads.
 */
final class OpenChains implements ChainCalls {
    private static final int ID_BYTES = 8;
    private static final int TOKEN_BYTES = 32;

    private final RequestEdit edits;
    private final Supplier<URI> self;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, OpenChain> open = new ConcurrentHashMap<>();

    /**
     * @param self returns the address at which services reach this server, without a path
     */
    OpenChains(RequestEdit edits, Supplier<URI> self) {
        this.edits = edits;
        this.self = self;
    }

    /**
     * Opens the chain of an exchange for calls until the result is closed.
     *
     * @param shown the request in OpenAI's shape
     */
    OpenChain open(ChatRequest request, Json.Obj shown, Chain chain) {
        String id = random(ID_BYTES);
        OpenChain opened =
                new OpenChain(
                        edits, request, shown, chain, random(TOKEN_BYTES), () -> open.remove(id));
        open.put(id, opened);
        return opened.at(self.get() + PATH.replace("{id}", id));
    }

    private String random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public RouteReply answer(String id, Optional<String> token, RouteCall call) {
        OpenChain chain = open.get(id);
        if (chain == null || token.filter(chain::hasToken).isEmpty()) {
            throw new FailureException(
                    new Failure.Unauthenticated(
                            "this exchange is over, or its token is missing or wrong (expected:"
                                    + " 'Authorization: Bearer' with the chain.token of the"
                                    + " exchange)"));
        }
        return chain.answer(call);
    }
}

package dev.chasqui.adapters.pf4j.loading;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.Pull;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * A wrapper that runs code of a plug-in with the plug-in's class loader as the context class loader
 * of the thread. Many libraries find their services by it, and threads that the code starts inherit
 * it.
 */
public record ContextLoader(ClassLoader loader) {

    /** Runs code with this class loader and returns its result. */
    public <T extends @Nullable Object> T call(Supplier<T> code) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return code.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Returns a type whose agents run with this class loader. */
    public <A extends Record> AgentType<A> around(AgentType<A> type) {
        return new AgentType<>(
                type.name(),
                type.help(),
                type.arguments(),
                arguments -> around(call(() -> type.maker().apply(arguments))),
                type.onFailure(),
                type.takesBranches(),
                type.runsNearModel());
    }

    private Agent around(Agent agent) {
        return new Agent() {
            @Override
            public ChatReply handle(ChatRequest request, Chain chain) {
                return call(() -> agent.handle(request, chain));
            }

            @Override
            public ChatRequest before(ChatRequest request, Exchange exchange) {
                return call(() -> agent.before(request, exchange));
            }

            @Override
            public ChatReply after(ChatReply reply, Exchange exchange) {
                return call(() -> agent.after(reply, exchange));
            }
        };
    }

    /** Returns a route whose handler and stream run with this class loader. */
    public WebRoute around(WebRoute route) {
        return new WebRoute(
                route.method(),
                route.path(),
                route.mostBody(),
                route.boundsMemory(),
                request -> around(call(() -> route.handler().handle(request))));
    }

    private RouteReply around(RouteReply reply) {
        return reply.body() instanceof RouteReply.StreamBody(Pull<byte[]> pieces)
                ? new RouteReply(
                        reply.status(), reply.headers(), new RouteReply.StreamBody(around(pieces)))
                : reply;
    }

    private <T> Pull<T> around(Pull<T> pull) {
        return new Pull<>() {
            @Override
            public @Nullable T next() {
                return call(pull::next);
            }

            @Override
            public boolean ready() {
                return call(pull::ready);
            }

            @Override
            public void close() {
                call(
                        () -> {
                            pull.close();
                            return true;
                        });
            }
        };
    }

    /** Returns code that runs with this class loader. */
    public <T> Supplier<T> around(Supplier<T> code) {
        return () -> call(code);
    }
}

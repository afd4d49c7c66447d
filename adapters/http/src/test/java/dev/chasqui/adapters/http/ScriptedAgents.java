package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.route.WebRoute;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Agents that are named for their behaviour: {@code nothing}, {@code boom}, {@code talkative},
 * {@code announcing}, {@code stuck} and {@code spinning}. The last two do not notice that their
 * exchange is over until they are freed; {@code stuck} waits meanwhile, {@code spinning} spins. The
 * routes and health of their plug-ins can be changed at any time.
 */
final class ScriptedAgents implements Agents, AgentGeneration {
    final CountDownLatch stuck = new CountDownLatch(1);
    final CountDownLatch freedom = new CountDownLatch(1);

    /** The result of the stuck agent's late write. */
    final CountDownLatch over = new CountDownLatch(1);

    volatile List<WebRoute> routes = List.of();
    volatile Map<String, Health> health = Map.of();

    private final List<AgentType<?>> all =
            List.of(
                    AgentType.of("nothing", "Does nothing.", new Agent() {}),
                    AgentType.of("boom", "Fails.", new Boom()),
                    AgentType.of("talkative", "Tells what it does.", new Talkative()),
                    AgentType.of("announcing", "Tells what it will do.", new Announcing()),
                    AgentType.of("stuck", "Gets stuck.", new Stuck()),
                    AgentType.of("spinning", "Spins.", new Spinning()));

    /** The number of exchanges that have entered and not left. */
    final AtomicInteger inside = new AtomicInteger();

    /** Waits until this many exchanges have entered. */
    void awaitInside(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (inside.get() != count && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        assertThat(inside).hasValue(count);
    }

    @Override
    public AgentGeneration enter() {
        inside.incrementAndGet();
        return this;
    }

    @Override
    public void close() {
        inside.decrementAndGet();
    }

    @Override
    public boolean isTrusted(String name) {
        return !Set.of("stuck", "spinning").contains(name);
    }

    @Override
    public Optional<AgentType<?>> find(String name) {
        return all.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    @Override
    public Collection<AgentType<?>> all() {
        return all;
    }

    @Override
    public List<WebRoute> routes() {
        return routes;
    }

    @Override
    public Map<String, Health> health() {
        return health;
    }

    private static final class Boom implements Agent {
        @Override
        public ChatRequest before(ChatRequest request, Exchange exchange) {
            throw new IllegalStateException("a secret of the stack");
        }
    }

    private static final class Talkative implements Agent {
        @Override
        public ChatReply after(ChatReply reply, Exchange exchange) {
            return reply.map(
                    event -> {
                        exchange.progress("thinking hard");
                        return event;
                    });
        }
    }

    private static final class Announcing implements Agent {
        @Override
        public ChatRequest before(ChatRequest request, Exchange exchange) {
            for (int i = 1; i <= 20; i++) {
                exchange.progress("step " + i);
            }
            return request;
        }
    }

    private final class Stuck implements Agent {
        @Override
        public ChatReply after(ChatReply reply, Exchange exchange) {
            return new ChatReply() {
                @Override
                public ReplyEvent next() {
                    stuck.countDown();
                    awaitFreedom();
                    return new ReplyEvent.Text("late");
                }

                @Override
                public void close() {
                    reply.close();
                    over.countDown();
                }
            };
        }
    }

    private final class Spinning implements Agent {
        @Override
        public ChatRequest before(ChatRequest request, Exchange exchange) {
            stuck.countDown();
            while (freedom.getCount() > 0) {
                Thread.onSpinWait();
            }
            return request;
        }
    }

    private void awaitFreedom() {
        try {
            freedom.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

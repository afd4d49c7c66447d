package dev.chasqui.benchmarks.micro;

import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.routing.Demand;
import dev.chasqui.application.routing.LeastTier;
import dev.chasqui.application.routing.Route;
import dev.chasqui.application.routing.RouteCaller;
import dev.chasqui.application.routing.Routing;
import dev.chasqui.application.routing.RoutingRules;
import dev.chasqui.application.routing.Standings;
import dev.chasqui.application.routing.Strategy;
import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.queue.QueueRules;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Measures the choice of a backend for a plain chat: 1,000 backends have 10,000 models, each model
 * is on 10 of them, and each call asks for another one.
 */
@State(Scope.Thread)
public class RouteBenchmark {
    private static final int BACKENDS = 1_000;
    private static final int MODELS = 10_000;
    private static final int BACKENDS_OF_A_MODEL = 10;

    /** The distance between the numbers of the models of a backend. */
    private static final int STRIDE = BACKENDS / BACKENDS_OF_A_MODEL;

    /** The ranking of the backends. */
    @Param({"PRIORITY", "SMART"})
    public Strategy strategy = Strategy.PRIORITY;

    private final Backends backends =
            Backends.configured(
                    IntStream.range(0, BACKENDS).<Backend>mapToObj(Numbered::new).toList());

    private final Models models = new Models(backends, Map.of(), Duration.ofHours(1));
    private final List<String> names =
            IntStream.range(0, MODELS).mapToObj(RouteBenchmark::model).toList();

    private final Demand demand = demandOfAChat();
    private @Nullable Routing routing;
    private int next;

    private static String model(int number) {
        return "model-" + number;
    }

    private static Demand demandOfAChat() {
        ChatPayload chat =
                new ChatPayload(
                        ChatRequest.of(
                                "any",
                                true,
                                Conversation.of(List.of(Message.of(Role.USER, "Who are you?")))),
                        List.of());
        return new Demand(
                chat.needs(), LeastTier.NONE, chat::estimate, chat.marks(Anyone.INSTANCE));
    }

    /** Has all backends asked for their lists. */
    @Setup
    public void setUp() {
        routing =
                new Routing(
                        new RoutingRules(
                                strategy, Map.of(), Map.of(), HealthRules.USUAL, QueueRules.NONE),
                        new Standings());
        int found = models.find(model(0)).size();
        if (found != BACKENDS_OF_A_MODEL) {
            throw new IllegalStateException(
                    "backends of a model: " + found + " (expected: " + BACKENDS_OF_A_MODEL + ")");
        }
    }

    /** Ends the requests for lists. */
    @TearDown
    public void tearDown() {
        models.close();
        backends.close();
    }

    /** Finds the backends of the next model, and chooses among them. */
    @Benchmark
    public Route route() {
        String model = names.get(next);
        next = (next + 1) % MODELS;
        List<Candidate> candidates = models.find(model);
        return Objects.requireNonNull(routing).route(model, candidates, demand, Anyone.INSTANCE);
    }

    /** A backend that has its share of the models, and answers nothing. */
    private record Numbered(int number) implements Backend {
        @Override
        public String name() {
            return "backend-" + number;
        }

        @Override
        public Zone zone() {
            return Zone.RESTRICTED;
        }

        @Override
        public List<ModelInfo> models() {
            return IntStream.iterate(number % STRIDE, i -> i < MODELS, i -> i + STRIDE)
                    .mapToObj(i -> ModelInfo.of(model(i)))
                    .toList();
        }
    }

    /** A caller that may reach each backend. */
    private enum Anyone implements RouteCaller {
        INSTANCE;

        @Override
        public boolean mayReach(Candidate candidate) {
            return true;
        }

        @Override
        public boolean prefersRestricted() {
            return false;
        }
    }
}

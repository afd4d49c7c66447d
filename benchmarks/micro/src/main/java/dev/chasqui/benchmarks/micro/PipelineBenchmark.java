package dev.chasqui.benchmarks.micro;

import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.bulkhead.Bulkheads;
import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.exchange.Dispatch;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.exchange.OpenCalls;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Measures an exchange through the spine, with agents that only pass it on and a backend that
 * answers at once.
 */
@State(Scope.Thread)
public class PipelineBenchmark {
    private static final String MODEL = "bench";
    private static final String AGENT = "pass";

    /** The number of agents. */
    @Param({"0", "1", "10"})
    public int agents;

    /** True if config trusts the agents, so that they run on the exchange's own thread. */
    @Param({"true", "false"})
    public boolean trusted;

    /** True if the agents wrap the reply, so that each event passes through their hands. */
    @Param({"false", "true"})
    public boolean wrapping;

    private final Backends backends = Backends.configured(List.of(), new Ready());
    private final ChatRequest request =
            ChatRequest.of(
                    MODEL, true, Conversation.of(List.of(Message.of(Role.USER, "Who are you?"))));

    private final Bulkheads bulkheads = new Bulkheads(Map.of());
    private @Nullable AgentThreads threads;
    private @Nullable Exchanges exchanges;
    private List<String> asked = List.of();

    /** Wires the spine. */
    @Setup
    public void setUp() {
        threads = new AgentThreads(16);
        Pipelines pipelines = new Pipelines(new Passing(trusted, wrapping));
        Models models = new Models(backends, Map.of(), Duration.ofHours(1));
        exchanges =
                new Exchanges(
                        new KeyRights(),
                        pipelines,
                        new Dispatch(models, new OpenCalls(16)),
                        threads,
                        bulkheads);
        asked = Collections.nCopies(agents, AGENT);
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        Objects.requireNonNull(threads).close();
        bulkheads.close();
        backends.close();
    }

    /** Runs an exchange with a reply of three events; returns the number of events. */
    @Benchmark
    public int exchange() {
        Exchange exchange =
                new Exchange(
                        "id",
                        Caller.anonymous("127.0.0.1").withAllAgents(),
                        Dialect.OPENAI,
                        text -> {});
        int[] events = {0};
        Objects.requireNonNull(exchanges)
                .answer(
                        new ChatPayload(request, asked),
                        exchange,
                        new Journal(Instant.EPOCH),
                        reply -> {
                            while (reply.next() != null) {
                                events[0]++;
                            }
                        });
        return events[0];
    }

    /** A generation with one agent. */
    private record Passing(boolean trusted, boolean wrapping) implements Agents, AgentGeneration {
        private static final AgentType<?> TYPE = AgentType.of(AGENT, "Passes on.", new Agent() {});
        private static final AgentType<?> WRAPPING =
                AgentType.of(
                        AGENT,
                        "Passes each event on.",
                        new Agent() {
                            @Override
                            public ChatReply after(ChatReply reply, Exchange exchange) {
                                return reply.map(event -> event);
                            }
                        });

        @Override
        public AgentGeneration enter() {
            return this;
        }

        @Override
        public boolean isTrusted(String name) {
            return trusted;
        }

        @Override
        public Optional<AgentType<?>> find(String name) {
            return name.equals(AGENT) ? Optional.of(wrapping ? WRAPPING : TYPE) : Optional.empty();
        }

        @Override
        public Collection<AgentType<?>> all() {
            return List.of(wrapping ? WRAPPING : TYPE);
        }
    }

    /** A backend that answers at once. */
    record Ready() implements Backend, ChatAbility {
        @Override
        public String name() {
            return "ready";
        }

        @Override
        public Zone zone() {
            return Zone.RESTRICTED;
        }

        @Override
        public List<ModelInfo> models() {
            return List.of(ModelInfo.of(MODEL));
        }

        @Override
        public Answer chat(ChatRequest request, Asker asker, Cancellation cancellation) {
            return new Answer(ChatReply.ofText("Pleased to meet you."));
        }
    }
}

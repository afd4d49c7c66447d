package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.agents.BranchSteps;
import dev.chasqui.application.agents.Step;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

class AgentChainTest {
    private static final ChatRequest REQUEST =
            ChatRequest.of("m", false, Conversation.of(List.of(Message.of(Role.USER, "hi"))));

    private final FakeBackend backend = new FakeBackend("backend", "m");
    private final Models models =
            new Models(
                    Backends.configured(List.of(backend), new FakeBackend("built-in")),
                    Map.of(),
                    Duration.ofDays(1));
    private final Exchange exchange =
            new Exchange("x", Caller.anonymous("test"), Dialect.OPENAI, text -> {});

    @Test
    void agentsWrapTheModelInTheirOrder() {
        ChatReply reply = proceed(new Marker("a"), new Marker("b"));

        assertThat(backend.received().getFirst().messages())
                .extracting(Message::text)
                .containsExactly("b", "a", "hi");
        assertThat(reply.next()).isEqualTo(new ReplyEvent.Progress("a"));
        assertThat(reply.next()).isEqualTo(new ReplyEvent.Progress("b"));
        assertThat(reply.next()).isInstanceOf(ReplyEvent.Opened.class);
    }

    @Test
    void anAgentMayAnswerItself() {
        proceed(
                        new Agent() {
                            @Override
                            public ChatReply handle(ChatRequest request, Chain chain) {
                                return ChatReply.ofText("cached");
                            }
                        })
                .close();

        assertThat(backend.received()).isEmpty();
    }

    @Test
    void aBranchHasItsAgentsThenTheRestOfTheChainAlsoOnAnotherExchange() {
        Exchange apart = exchange.branch(text -> {});
        Agent branching =
                new Agent() {
                    @Override
                    public ChatReply handle(ChatRequest request, Chain chain) {
                        List<Chain> branches = chain.on(apart).branches();
                        assertThat(branches)
                                .extracting(Chain::commands)
                                .containsExactly("/a /b", "");
                        assertThat(branches).extracting(Chain::exchange).containsOnly(apart);
                        branches.getFirst()
                                .on(exchange.branch(text -> {}))
                                .proceed(request)
                                .close();
                        assertThat(chain.commands()).isEmpty();
                        return branches.getLast().proceed(request);
                    }
                };
        List<Step> inner = List.of(step("a"), step("b"));
        Step outer =
                new Step(
                        "p",
                        "/p",
                        branching,
                        true,
                        OnFailure.CLOSED,
                        List.of(new BranchSteps("/a /b", inner), new BranchSteps("", List.of())));

        chain(List.of(outer, step("rest"))).proceed(REQUEST).close();

        assertThat(backend.received())
                .extracting(request -> request.messages().stream().map(Message::text).toList())
                .containsExactly(List.of("rest", "b", "a", "hi"), List.of("rest", "hi"));
    }

    @Test
    void bracketsMayHoldBrackets() {
        Agent branching =
                new Agent() {
                    @Override
                    public ChatReply handle(ChatRequest request, Chain chain) {
                        return chain.branches().getLast().proceed(request);
                    }
                };
        Step inner =
                new Step(
                        "q",
                        "/q",
                        branching,
                        true,
                        OnFailure.CLOSED,
                        List.of(new BranchSteps("/a", List.of(step("a")))));
        Step outer =
                new Step(
                        "p",
                        "/p",
                        branching,
                        true,
                        OnFailure.CLOSED,
                        List.of(new BranchSteps("/q", List.of(inner))));

        chain(List.of(outer, step("rest"))).proceed(REQUEST).close();

        assertThat(backend.received().getFirst().messages())
                .extracting(Message::text)
                .containsExactly("rest", "a", "hi");
    }

    private static Step step(String mark) {
        return new Step(mark, new Marker(mark), true);
    }

    @Test
    void anAgentMayProceedMoreThanOnce() {
        proceed(
                        new Agent() {
                            @Override
                            public ChatReply handle(ChatRequest request, Chain chain) {
                                chain.proceed(request).close();
                                return chain.proceed(request);
                            }
                        })
                .close();

        assertThat(backend.received()).hasSize(2);
    }

    @Test
    void whatAnAgentThrowsNamesTheAgentAndNotItsMessage() {
        Failure failure =
                failureOf(
                        new Agent() {
                            @Override
                            public ChatReply handle(ChatRequest request, Chain chain) {
                                throw new IllegalStateException("the user's secret");
                            }
                        });

        assertThat(failure).isEqualTo(new Failure.AgentFailed("agent-0", "IllegalStateException"));
    }

    @Test
    void anAgentWithoutAReplyIsAFailure() {
        Failure failure =
                failureOf(
                        new Agent() {
                            @Override
                            @SuppressWarnings("NullAway") // A careless author returns null.
                            public ChatReply handle(ChatRequest request, Chain chain) {
                                return null;
                            }
                        });

        assertThat(failure).isEqualTo(new Failure.AgentFailed("agent-0", "it gave no reply"));
    }

    @Test
    void anAgentThatFailsWhileItsReplyIsPulledIsNamed() {
        ChatReply reply =
                proceed(
                        new Agent() {
                            @Override
                            public ChatReply after(ChatReply inner, Exchange exchange) {
                                return inner.map(
                                        event -> {
                                            throw new IllegalStateException("in the middle");
                                        });
                            }
                        });

        FailureException e = catchThrowableOfType(FailureException.class, reply::next);
        assertThat(e.failure())
                .isEqualTo(new Failure.AgentFailed("agent-0", "IllegalStateException"));
    }

    @Test
    void aFailureFromUnderAnAgentPassesAsItIs() {
        Failure refused = new Failure.BackendFailed("backend", "500");
        backend.failing(refused);

        assertThat(failureOf(new Marker("a"))).isEqualTo(refused);
    }

    @Test
    void aCancelledExchangeDoesNotGoOn() {
        exchange.cancellation().cancel();

        assertThat(failureOf(new Marker("a"))).isInstanceOf(Failure.Cancelled.class);
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void aBranchThatIsGivenUpAloneEndsItsWaitAndTheAgentIsNotBlamed() {
        backend.silent();

        Failure failure =
                failureOf(
                        new Agent() {
                            @Override
                            public ChatReply handle(ChatRequest request, Chain chain) {
                                Exchange branch = chain.exchange().branch(progress -> {});
                                Thread.startVirtualThread(
                                        () -> {
                                            backend.awaitAsked();
                                            branch.cancellation().cancel();
                                        });
                                return chain.on(branch).proceed(request);
                            }
                        });

        assertThat(failure).isEqualTo(new Failure.Cancelled());
        assertThat(exchange.cancellation().isCancelled()).isFalse();
    }

    @Test
    void theAgentsBehindABranchSeeTheBranch() {
        List<Exchange> seen = new CopyOnWriteArrayList<>();
        exchange.metadata().put("mark", "of the exchange");
        Exchange branch = exchange.branch(progress -> {});

        proceed(
                        new Agent() {
                            @Override
                            public ChatReply handle(ChatRequest request, Chain chain) {
                                return chain.on(branch).proceed(request);
                            }
                        },
                        new Agent() {
                            @Override
                            public ChatReply handle(ChatRequest request, Chain chain) {
                                seen.add(chain.exchange());
                                return chain.proceed(request);
                            }
                        })
                .close();

        branch.metadata().put("mark", "of the branch");
        assertThat(seen)
                .extracting(one -> one.metadata().get("mark"))
                .containsExactly("of the branch");
        branch.cancellation().cancel();
        assertThat(seen).allMatch(one -> one.cancellation().isCancelled());
    }

    @Test
    void anAgentThatFailsWhereItIsAskedForMoreIsNamedByTheNextEvent() {
        ChatReply reply =
                proceed(
                        new Agent() {
                            @Override
                            public ChatReply after(ChatReply inner, Exchange exchange) {
                                return new Unready(inner);
                            }
                        });

        assertThat(reply.ready()).isTrue();
        assertThat(catchThrowableOfType(FailureException.class, reply::next).failure())
                .isEqualTo(new Failure.AgentFailed("agent-0", "IllegalStateException"));
    }

    @Test
    void whateverAnAgentThrowsIsItsFailure() {
        for (Error thrown : List.of(new OutOfMemoryError("its own"), new AssertionError("wrong"))) {
            Failure failure =
                    failureOf(
                            new Agent() {
                                @Override
                                public ChatRequest before(ChatRequest request, Exchange exchange) {
                                    throw thrown;
                                }
                            });

            assertThat(failure)
                    .isEqualTo(
                            new Failure.AgentFailed("agent-0", thrown.getClass().getSimpleName()));
        }
    }

    @Test
    void anInterruptThatAnAgentLeavesBehindEndsNothing() {
        ChatReply reply =
                proceed(
                        new Agent() {
                            @Override
                            public ChatReply after(ChatReply inner, Exchange exchange) {
                                Thread.currentThread().interrupt();
                                return inner;
                            }
                        });

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(reply.next()).isInstanceOf(ReplyEvent.Opened.class);
    }

    private Failure failureOf(Agent agent) {
        return catchThrowableOfType(FailureException.class, () -> proceed(agent)).failure();
    }

    private ChatReply proceed(Agent... agents) {
        List<Step> steps =
                java.util.stream.IntStream.range(0, agents.length)
                        .mapToObj(i -> new Step("agent-" + i, agents[i]))
                        .toList();
        return chain(steps).proceed(REQUEST);
    }

    private AgentChain chain(List<Step> steps) {
        return new AgentChain(
                steps,
                exchange,
                new Dispatch(models, new OpenCalls(1_000)),
                new Journal(Instant.EPOCH),
                Holds.usual());
    }

    /** An agent that marks the request and the reply. */
    private record Marker(String mark) implements Agent {
        @Override
        public ChatRequest before(ChatRequest request, Exchange exchange) {
            return request.withMessages(
                    java.util.stream.Stream.concat(
                                    java.util.stream.Stream.of(Message.of(Role.SYSTEM, mark)),
                                    request.messages().stream())
                            .toList());
        }

        @Override
        public ChatReply after(ChatReply reply, Exchange exchange) {
            return new ChatReply() {
                private boolean marked;

                @Override
                public @org.jspecify.annotations.Nullable ReplyEvent next() {
                    if (!marked) {
                        marked = true;
                        return new ReplyEvent.Progress(mark);
                    }
                    return reply.next();
                }

                @Override
                public void close() {
                    reply.close();
                }
            };
        }
    }

    /** A reply that never knows if more is ready. */
    private record Unready(ChatReply inner) implements ChatReply {
        @Override
        public @org.jspecify.annotations.Nullable ReplyEvent next() {
            return inner.next();
        }

        @Override
        public boolean ready() {
            throw new IllegalStateException("broken");
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}

package dev.chasqui.bootstrap.exchange;

import dev.chasqui.bootstrap.CompiledPlugin;

import java.nio.file.Path;

/**
 * A plug-in with agents that fail in many ways. Each stands there twice: the exchange of one ends
 * when it fails, that of the one with {@code -open} goes on where that is possible.
 */
final class HostileAgents {
    /** The command after which all threads that hang in these agents go on. */
    static final String RELEASE = "/release";

    private static final String SOURCE =
            """
            package hostile;

            import dev.chasqui.domain.agent.*;
            import dev.chasqui.domain.chat.ChatRequest;
            import dev.chasqui.domain.exchange.Exchange;
            import dev.chasqui.domain.failure.*;
            import dev.chasqui.domain.json.Json;
            import dev.chasqui.domain.reply.*;
            import dev.chasqui.plugin.*;
            import java.util.*;
            import java.util.concurrent.CountDownLatch;

            public class Hostile implements Plugin {
                static final List<byte[]> KEPT = new ArrayList<>();
                static volatile CountDownLatch hold = new CountDownLatch(1);
                static volatile boolean broken;

                public String name() { return "hostile"; }

                public void start(Host host, Contributions to) {
                    add(to, "throws", before(() -> { throw new IllegalStateException("secret"); }));
                    add(to, "errs", before(() -> { throw new OutOfMemoryError("secret"); }));
                    add(to, "waits", before(() -> {
                        try { new CountDownLatch(1).await(); } catch (InterruptedException e) { throw new IllegalStateException(e); }
                    }));
                    add(to, "deaf", before(Hostile::deaf));
                    add(to, "spins", before(Hostile::spin));
                    add(to, "leaks", before(() -> {
                        Thread t = new Thread(Hostile::deaf); t.setDaemon(true); t.start(); KEPT.add(new byte[1000]);
                    }));
                    add(to, "refuses", before(() -> {
                        throw new FailureException(new Failure.Invalid(Optional.empty(), "not this"));
                    }));
                    add(to, "flaky", before(() -> { if (broken) throw new IllegalStateException(); }));
                    add(to, "held", before(() -> {
                        try { hold.await(); } catch (InterruptedException e) { throw new IllegalStateException(e); }
                    }));
                    add(to, "throwslater", pulling(3, false, () -> { throw new IllegalStateException("secret"); }));
                    add(to, "throwsafterchange", pulling(3, true, () -> { throw new IllegalStateException("secret"); }));
                    add(to, "deaflater", pulling(3, false, Hostile::deaf));
                    add(to, "deafready", new Agent() {
                        public ChatReply after(ChatReply reply, Exchange exchange) { return new Wrapped(reply) {
                            int asked;
                            public boolean ready() {
                                if (++asked == 3) { deaf(); }
                                return super.ready();
                            }
                        }; }
                    });
                    add(to, "spinslater", pulling(3, false, Hostile::spin));
                    add(to, "twice", new Agent() {
                        public ChatReply handle(ChatRequest request, Chain chain) {
                            chain.proceed(request); chain.proceed(request);
                            throw new IllegalStateException();
                        }
                    });
                    add(to, "endless", new Agent() {
                        public ChatReply handle(ChatRequest request, Chain chain) { return new Wrapped(ChatReply.ofText("")) {
                            public ReplyEvent next() { return new ReplyEvent.Text("more ".repeat(100)); }
                            public boolean ready() { return true; }
                        }; }
                    });
                    add(to, "neverclosed", new Agent() {
                        public ChatReply after(ChatReply reply, Exchange exchange) { return new Wrapped(reply) {
                            public void close() {}
                        }; }
                    });
                    add(to, "closedeaf", new Agent() {
                        public ChatReply after(ChatReply reply, Exchange exchange) { return new Wrapped(reply) {
                            public void close() { deaf(); }
                        }; }
                    });
                    add(to, "noting", new Agent() {
                        public ChatRequest before(ChatRequest request, Exchange exchange) {
                            exchange.note("passages", Json.of(3));
                            return request.withInstruction("Be brief, please.");
                        }
                        public ChatReply after(ChatReply reply, Exchange exchange) { return new Wrapped(reply); }
                    });
                    add(to, "works", new Agent() {
                        public ChatRequest before(ChatRequest request, Exchange exchange) {
                            exchange.progress("reading one"); exchange.progress("reading two");
                            return request;
                        }
                    });
                    add(to, "chatty", new Agent() {
                        public ChatReply handle(ChatRequest request, Chain chain) {
                            while (true) { chain.exchange().progress("more ".repeat(10_000)); }
                        }
                    });
                    add(to, "gone", before(Hostile::deaf));
                    made(to, "deafmade", Hostile::deaf);
                    made(to, "brokenmade", () -> { throw new StackOverflowError("secret"); });
                    made(to, "pickymade", () -> { throw new IllegalArgumentException("not so"); });
                    add(to, "plain", new Agent() {});
                    add(to, "release", new Agent() {
                        public ChatReply handle(ChatRequest request, Chain chain) {
                            hold.countDown();
                            broken = false;
                            return ChatReply.ofText("released");
                        }
                    });
                    add(to, "renew", new Agent() {
                        public ChatReply handle(ChatRequest request, Chain chain) {
                            hold = new CountDownLatch(1);
                            return ChatReply.ofText("renewed");
                        }
                    });
                    add(to, "break", new Agent() {
                        public ChatReply handle(ChatRequest request, Chain chain) {
                            broken = true;
                            return ChatReply.ofText("broken");
                        }
                    });
                }

                static void add(Contributions to, String name, Agent agent) {
                    to.agent(AgentType.of(name, "h", agent));
                    to.agent(AgentType.of(name + "-open", "h", agent).withOnFailure(OnFailure.OPEN));
                }

                static void made(Contributions to, String name, Runnable what) {
                    var type = new AgentType<>(name, "h", AgentType.NoArguments.class, none -> {
                        what.run();
                        return new Agent() {};
                    });
                    to.agent(type);
                    to.agent(new AgentType<>(name + "-open", "h", type.arguments(), type.maker()).withOnFailure(OnFailure.OPEN));
                }

                static void deaf() {
                    CountDownLatch latch = hold;
                    while (latch.getCount() > 0) {
                        try { latch.await(); } catch (InterruptedException e) { }
                    }
                }

                static void spin() {
                    CountDownLatch latch = hold;
                    while (latch.getCount() > 0) { }
                }

                static Agent before(Runnable what) {
                    return new Agent() {
                        public ChatRequest before(ChatRequest request, Exchange exchange) {
                            what.run();
                            return request;
                        }
                    };
                }

                static Agent pulling(int events, boolean change, Runnable what) {
                    return new Agent() {
                        public ChatReply after(ChatReply reply, Exchange exchange) {
                            return new Wrapped(reply) {
                                int seen;
                                public ReplyEvent next() {
                                    if (++seen > events) { what.run(); }
                                    ReplyEvent e = super.next();
                                    return change && e instanceof ReplyEvent.Text t
                                            ? new ReplyEvent.Text(t.text().toUpperCase()) : e;
                                }
                            };
                        }
                    };
                }

                static class Wrapped implements ChatReply {
                    final ChatReply reply;
                    Wrapped(ChatReply reply) { this.reply = reply; }
                    public ReplyEvent next() { return reply.next(); }
                    public boolean ready() { return reply.ready(); }
                    public void close() { reply.close(); }
                }
            }
            """;

    private HostileAgents() {}

    /** Returns the folder of the jar. */
    static Path jar() {
        return CompiledPlugin.of("hostile.Hostile", SOURCE);
    }
}

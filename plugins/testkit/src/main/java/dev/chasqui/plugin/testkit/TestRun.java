package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One request on its way through the agents of a {@link TestPipeline}. The test reads its reply, on
 * its own thread or on another one, and may cancel it meanwhile.
 *
 * <pre>{@code
 * Gate gate = new Gate();
 * ScriptedModel model = ScriptedModel.of(ScriptedReply.text("Good ").thenWaitFor(gate));
 * TestRun run = pipeline.withModel(model).start("/greet hello");
 * TestRun.Reading reading = run.readInBackground();
 * gate.awaitReached();
 * run.cancel();
 * assertThrows(FailureException.class, reading::await);
 * }</pre>
 *
 * <p>{@link #cancel} may be called by any thread; everything else is for one thread.
 */
public final class TestRun implements AutoCloseable {
    private final StepChain chain;
    private final ChatRequest request;
    private final ScriptedModel model;
    private final List<String> progress;
    private final List<ReplyEvent> events = new ArrayList<>();
    private @Nullable ChatReply reply;

    TestRun(StepChain chain, ChatRequest request, ScriptedModel model, List<String> progress) {
        this.chain = chain;
        this.request = request;
        this.model = model;
        this.progress = progress;
    }

    /** A reply that is read on another thread. */
    public static final class Reading {
        private final CompletableFuture<TestReply> result = new CompletableFuture<>();
        private final Thread thread;

        private Reading(TestRun run) {
            this.thread =
                    Thread.ofVirtual()
                            .name("reading")
                            .start(
                                    () -> {
                                        try {
                                            result.complete(run.read());
                                        } catch (Throwable e) {
                                            result.completeExceptionally(e);
                                        }
                                    });
        }

        /**
         * Interrupts the thread, as the server does with an agent whose time is over and that does
         * not end when the exchange is cancelled.
         */
        public void interrupt() {
            thread.interrupt();
        }

        /**
         * Waits for the whole reply, at most 10 s.
         *
         * @throws FailureException if there is no whole reply
         * @throws AssertionError if it takes longer, with the place at which it waits, or if the
         *     agent left a reply open
         */
        public TestReply await() {
            Gate.await(
                    result.handle((_, _) -> true),
                    () ->
                            "the reply has not ended; its thread waits at "
                                    + List.of(thread.getStackTrace()));
            return switch (result.state()) {
                case SUCCESS -> result.resultNow();
                default -> throw rethrown(result.exceptionNow());
            };
        }

        private static RuntimeException rethrown(Throwable thrown) {
            return switch (thrown) {
                case RuntimeException exception -> exception;
                case Error error -> throw error;
                default -> new IllegalStateException(thrown);
            };
        }
    }

    /**
     * Returns the next event of the reply, or null at its end. The agents run at the first call.
     *
     * @throws FailureException if there is no reply, or if it breaks off
     */
    public @Nullable ReplyEvent next() {
        ReplyEvent event = StepChain.guarded(agents(), () -> opened().next());
        if (event != null) {
            events.add(event);
        }
        return event;
    }

    private ChatReply opened() {
        ChatReply present = reply;
        if (present == null) {
            present = chain.proceed(request);
            reply = present;
        }
        return present;
    }

    private String agents() {
        return String.join(" ", chain.steps().stream().map(TestStep::name).toList());
    }

    /**
     * Reads the reply to its end and closes it.
     *
     * @throws FailureException if there is no reply, or if it breaks off
     * @throws AssertionError if the agent left a reply of the model open, however the reply ended
     */
    public TestReply read() {
        try {
            while (next() != null) {
                // Each event is noted.
            }
        } catch (FailureException e) {
            closeAfter(e);
            throw e;
        }
        close();
        return new TestReply(events, progress);
    }

    /** Closes the reply after a failure; a reply that was left open counts more than it. */
    private void closeAfter(FailureException failure) {
        try {
            close();
        } catch (AssertionError e) {
            e.addSuppressed(failure);
            throw e;
        }
    }

    /** Reads the reply on another thread, so that the test may act meanwhile. */
    public Reading readInBackground() {
        return new Reading(this);
    }

    /** Cancels the exchange, as the server does when the client leaves or the time is over. */
    public void cancel() {
        chain.exchange().cancellation().cancel();
    }

    /** Returns the exchange, such as for its metadata. */
    public Exchange exchange() {
        return chain.exchange();
    }

    /**
     * Closes the reply, as the server does when a client leaves, and checks that the agents have
     * closed all replies under it.
     *
     * @throws AssertionError that names each reply that was not closed
     */
    @Override
    public void close() {
        ChatReply present = reply;
        if (present != null) {
            present.close();
        }
        model.requireClosed();
    }
}

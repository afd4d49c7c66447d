package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.plugin.testkit.TestChain;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Models by name, with the behaviour that a test sets, on a chain whose exchange records progress.
 *
 * <p>Each thread that calls a model is recorded too, so that a test can see it end.
 */
final class FakeModels {
    private final Map<String, BiFunction<ChatRequest, Exchange, ChatReply>> models =
            new ConcurrentHashMap<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<String> progress = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final Exchange exchange =
            new Exchange("x1", Caller.anonymous("127.0.0.1"), Dialect.OPENAI, progress::add);
    private final TestChain chain = TestChain.of(this::ask).on(exchange);

    private ChatReply ask(ChatRequest request, Exchange asked) {
        threads.add(Thread.currentThread());
        BiFunction<ChatRequest, Exchange, ChatReply> model = models.get(request.model());
        if (model == null) {
            throw new FailureException(
                    new Failure.UnknownModel(request.model(), List.copyOf(models.keySet())));
        }
        return model.apply(request, asked);
    }

    FakeModels with(String name, BiFunction<ChatRequest, Exchange, ChatReply> model) {
        models.put(name, model);
        return this;
    }

    /** Adds a model that answers with this text. */
    FakeModels saying(String name, String text) {
        return with(name, (request, asked) -> text(text));
    }

    /** Adds a model that hangs until it is cancelled. */
    FakeModels hanging(String name) {
        return with(
                name,
                (request, asked) -> {
                    CountDownLatch cancelled = new CountDownLatch(1);
                    var _ =
                            asked.cancellation()
                                    .onCancel(
                                            () -> {
                                                closed.incrementAndGet();
                                                cancelled.countDown();
                                            });
                    await(cancelled);
                    throw new FailureException(new Failure.Cancelled());
                });
    }

    /** Adds a model whose backend is unreachable. */
    FakeModels dying(String name) {
        return with(
                name,
                (request, asked) -> {
                    throw new FailureException(new Failure.BackendUnreachable(name, "refused"));
                });
    }

    static ChatReply text(String text) {
        return ChatReply.of(
                List.of(
                        new ReplyEvent.Opened(Role.ASSISTANT),
                        new ReplyEvent.Text(text),
                        new ReplyEvent.Finish(FinishReason.STOP),
                        new ReplyEvent.UsageReport(Usage.of(10, 5))));
    }

    static ChatReply calling(String function, String arguments) {
        return ChatReply.of(
                List.of(
                        new ReplyEvent.ToolCallDelta(0, "id", function, arguments),
                        new ReplyEvent.Finish(FinishReason.TOOL_CALLS)));
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    TestChain chain() {
        return chain;
    }

    Exchange exchange() {
        return exchange;
    }

    /** Returns the progress that the client was sent. */
    List<String> progress() {
        return progress;
    }

    /** Returns the number of hanging replies that were closed. */
    int closed() {
        return closed.get();
    }

    List<Thread> threads() {
        return threads;
    }
}

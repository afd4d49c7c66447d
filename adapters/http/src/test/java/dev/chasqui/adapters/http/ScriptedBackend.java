package dev.chasqui.adapters.http;

import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.ForwardAbility;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.LoadAbility;
import dev.chasqui.application.port.RelayAbility;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.LoadedModel;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Pull;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend whose models are named for their behaviour: {@code hello}, {@code silent}, {@code
 * once-then-silent}, {@code breaks}, {@code refuses}, {@code bug}, {@code endless}, {@code slow},
 * {@code closes-late}, {@code huge} and {@code org/model:tag}.
 */
final class ScriptedBackend
        implements Backend, ChatAbility, ForwardAbility, RelayAbility, LoadAbility {
    private static final List<String> MODELS =
            List.of(
                    "hello",
                    "silent",
                    "once-then-silent",
                    "breaks",
                    "refuses",
                    "bug",
                    "encoder-bug",
                    "utf8",
                    "endless",
                    "slow",
                    "closes-late",
                    "dropping",
                    "huge",
                    "org/model:tag");

    /** An answer of llama-server, shortened. */
    static final String PROPS =
            "{ \"total_slots\":4, \"model_alias\":\"/home/me/m.gguf\","
                    + "\"model_path\" : \"/home/me/m.gguf\",\"top_p\":0.950}";

    private final CompletableFuture<Long> cancelledAt = new CompletableFuture<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch silence = new CountDownLatch(1);
    private final CountDownLatch mayClose = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final BlockingQueue<Forward> forwarded = new LinkedBlockingQueue<>();

    private final List<ModelInfo> models;

    ScriptedBackend() {
        this(List.of());
    }

    /** Creates a backend without the models that another one has, such as a built-in one. */
    ScriptedBackend(List<ModelInfo> others) {
        models =
                MODELS.stream()
                        .map(ScriptedBackend::info)
                        .filter(
                                model ->
                                        others.stream()
                                                .noneMatch(other -> other.id().equals(model.id())))
                        .toList();
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Zone zone() {
        return Zone.RESTRICTED;
    }

    private static ModelInfo info(String name) {
        return new ModelInfo(
                name,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Json.Obj.EMPTY.with("family", Json.of("scripted")),
                Json.Obj.EMPTY);
    }

    @Override
    public List<ModelInfo> models() {
        return models;
    }

    @Override
    public Answer chat(ChatRequest request, Asker asker, Cancellation cancellation) {
        var _ =
                cancellation.onCancel(
                        () -> {
                            cancelledAt.complete(System.nanoTime());
                            silence.countDown();
                        });
        asked.countDown();
        return switch (request.model()) {
            case "silent" -> new Answer(new Script(Integer.MAX_VALUE));
            case "once-then-silent" -> new Answer(new Script(Integer.MAX_VALUE, "one"));
            case "slow" -> new Answer(new Script(1, "one"));
            case "closes-late" -> new Answer(new ClosesLate(new Script(0, "one")));
            case "breaks" -> new Answer(new Script(0, "one", "BREAK"));
            case "encoder-bug" -> new Answer(new Script(0, "one", "encoder-bug"));
            case "utf8" -> new Answer(new Script(0, "ñandú ", "🦙", "…"));
            case "dropping" ->
                    new Answer(new Script(0, "one"), List.of("logit_bias", "evil\r\nX-Evil: 1"));
            case "refuses" ->
                    throw new FailureException(new Failure.BackendFailed(name(), "it is tired"));
            case "bug" -> throw new IllegalStateException("a secret of the stack");
            case "endless" -> new Answer(new Endless());
            default -> new Answer(new Script(0, "hello ", "world"));
        };
    }

    /** A reply with some texts, a silence of some seconds, and its end. */
    private final class Script implements ChatReply {
        private final int secondsOfSilence;
        private final String[] texts;
        private int next;

        Script(int secondsOfSilence, String... texts) {
            this.secondsOfSilence = secondsOfSilence;
            this.texts = texts;
            running.incrementAndGet();
        }

        @Override
        public @Nullable ReplyEvent next() {
            if (next < texts.length) {
                String text = texts[next++];
                if (text.equals("BREAK")) {
                    throw new FailureException(new Failure.BackendBroke(name(), "it fell"));
                }
                return new ReplyEvent.Text(text);
            }
            if (next++ > texts.length) {
                return null;
            }
            stayStill(secondsOfSilence);
            return new ReplyEvent.Finish(FinishReason.STOP);
        }

        @Override
        public void close() {
            running.decrementAndGet();
        }
    }

    private void stayStill(int seconds) {
        try {
            if (seconds > 0 && silence.await(seconds, TimeUnit.SECONDS)) {
                throw new FailureException(new Failure.Cancelled());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A reply that cannot be closed until the test allows it. */
    private final class ClosesLate implements ChatReply {
        private final ChatReply script;

        ClosesLate(ChatReply script) {
            this.script = script;
        }

        @Override
        public @Nullable ReplyEvent next() {
            return script.next();
        }

        @Override
        public void close() {
            try {
                var _ = mayClose.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            script.close();
        }
    }

    /** A reply that is larger than any buffer. */
    private final class Endless implements ChatReply {
        private final String text = "x".repeat(10_000);

        @Override
        public ReplyEvent next() {
            if (silence.getCount() == 0) {
                throw new FailureException(new Failure.Cancelled());
            }
            return new ReplyEvent.Text(text);
        }

        @Override
        public void close() {}
    }

    @Override
    public Forwarded forward(Forward call, Asker asker, Cancellation cancellation) {
        var _ =
                cancellation.onCancel(
                        () -> {
                            cancelledAt.complete(System.nanoTime());
                            silence.countDown();
                        });
        forwarded.add(taken(call));
        asked.countDown();
        return switch (call.model()) {
            case "silent" -> stream(Integer.MAX_VALUE);
            case "once-then-silent" -> stream(Integer.MAX_VALUE, "data: one\n\n");
            case "breaks" -> stream(0, "data: one\n\n", "BREAK");
            case "utf8" -> stream(0, "data: ñandú\n\n", ": a comment\n\n", "odd end");
            case "endless" ->
                    new Forwarded(
                            200,
                            Map.of("content-type", "text/event-stream"),
                            new ScriptedBody(new Endless()));
            case "refuses" -> json(404, "{\"detail\": \"nothing here\" }");
            case "huge" -> json(200, "{\"x\":\"" + "y".repeat(2 << 20) + "\"}");
            default ->
                    json(
                            200,
                            call.path().startsWith("/props")
                                    ? PROPS
                                    : "{\"path\":\"" + call.path() + "\" }");
        };
    }

    @Override
    public Forwarded relay(Forward call, Asker asker, Cancellation cancellation) {
        return forward(call, asker, cancellation);
    }

    /** A call with its whole body. */
    private static Forward taken(Forward call) {
        try (InputStream body = call.body().open()) {
            return new Forward(
                    call.model(),
                    call.method(),
                    call.path(),
                    call.contentType(),
                    RequestContent.of(body.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Forwarded stream(int secondsOfSilence, String... texts) {
        return new Forwarded(
                200,
                Map.of("content-type", "text/event-stream"),
                new ScriptedBody(new Script(secondsOfSilence, texts)));
    }

    private Forwarded json(int status, String text) {
        return new Forwarded(
                status,
                Map.of(
                        "content-type",
                        "application/json",
                        "content-length",
                        Integer.toString(text.length())),
                new ScriptedBody(new Script(0, text)));
    }

    /** The texts of a script as bytes, unchanged. */
    private record ScriptedBody(ChatReply script) implements Pull<byte[]> {
        @Override
        public byte @Nullable [] next() {
            return script.next() instanceof ReplyEvent.Text(String text, _, _)
                    ? text.getBytes(StandardCharsets.UTF_8)
                    : null;
        }

        @Override
        public void close() {
            script.close();
        }
    }

    /** Returns the next call that was forwarded; waits for it. */
    Forward nextForwarded() throws InterruptedException {
        Forward next = forwarded.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was forwarded");
        }
        return next;
    }

    @Override
    public void load(LoadRequest request, Asker asker, Cancellation cancellation) {}

    @Override
    public List<LoadedModel> loaded() {
        return List.of(LoadedModel.of("hello", OptionalInt.empty()));
    }

    /** Waits until the backend gets a chat. */
    void awaitAsked() throws InterruptedException {
        if (!asked.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the backend was not asked");
        }
    }

    /** Returns the time from this point until the exchange was cancelled; waits for that. */
    Duration cancelledAfter(long nanoTime)
            throws InterruptedException, ExecutionException, TimeoutException {
        return Duration.ofNanos(cancelledAt.get(10, TimeUnit.SECONDS) - nanoTime);
    }

    /** Returns true if an exchange is cancelled within this time. */
    boolean isCancelledWithin(Duration time) throws InterruptedException, ExecutionException {
        try {
            var _ = cancelledAt.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Returns the number of replies that are not closed. */
    int open() {
        return running.get();
    }

    /** Allows the replies to be closed that wait for it. */
    void mayClose() {
        mayClose.countDown();
    }

    boolean isCancelled() {
        return cancelledAt.isDone();
    }
}

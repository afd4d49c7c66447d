package dev.chasqui.application;

import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.EmbedAbility;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.ForwardAbility;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.RelayAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.embedding.Embeddings;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/** A backend for tests with the given models and answers. */
public final class FakeBackend
        implements Backend, ChatAbility, EmbedAbility, ForwardAbility, RelayAbility {
    private final String name;
    private volatile List<ModelInfo> models;
    private volatile @Nullable Failure down;
    private volatile @Nullable CyclicBarrier barrier;
    private volatile Function<ChatRequest, ChatReply> answer;
    private volatile Function<Forward, Forwarded> forwarded = FakeForwarded::of;
    private volatile Function<EmbeddingRequest, EmbeddingReply> vectors = FakeBackend::lengths;
    private volatile Zone zone = Zone.RESTRICTED;
    private volatile boolean silent;
    private volatile Json.Obj state = Json.Obj.EMPTY;
    private final AtomicInteger listings = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final List<ChatRequest> received = new CopyOnWriteArrayList<>();
    private final List<EmbeddingRequest> embedded = new CopyOnWriteArrayList<>();

    public FakeBackend(String name, String... models) {
        this.name = name;
        this.models = List.of(models).stream().map(ModelInfo::of).toList();
        this.answer = request -> ChatReply.ofText(name);
    }

    public FakeBackend answering(Function<ChatRequest, ChatReply> answer) {
        this.answer = answer;
        return this;
    }

    /** Sets the vectors that it answers. */
    public FakeBackend embedding(Function<EmbeddingRequest, EmbeddingReply> answer) {
        vectors = answer;
        return this;
    }

    public FakeBackend failing(Failure failure) {
        return answering(
                        request -> {
                            throw new FailureException(failure);
                        })
                .embedding(
                        request -> {
                            throw new FailureException(failure);
                        });
    }

    /** Makes it answer nothing until the exchange is cancelled. */
    public void silent() {
        silent = true;
    }

    /** Waits until it was asked, at most ten seconds. */
    public void awaitAsked() {
        awaitOpen(asked);
    }

    /** Sets the capabilities that it lists for its only model. */
    public FakeBackend capable(String model, String... capabilities) {
        List<Json> words = Stream.of(capabilities).map(Json::of).toList();
        return listing(model, Json.Obj.EMPTY.with("capabilities", new Json.Arr(words)));
    }

    /** Sets the entry of its only model in its list. */
    public FakeBackend listing(String model, Json.Obj entry) {
        ModelInfo plain = ModelInfo.of(model);
        models =
                List.of(
                        new ModelInfo(
                                model,
                                plain.created(),
                                plain.size(),
                                plain.digest(),
                                plain.owner(),
                                plain.details(),
                                entry));
        return this;
    }

    public void models(String... names) {
        models = List.of(names).stream().map(ModelInfo::of).toList();
    }

    /** Makes it list its models when the barrier opens; if that takes too long it lists none. */
    public void listingWhen(CyclicBarrier barrier) {
        this.barrier = barrier;
    }

    /** Makes it unreachable. */
    public FakeBackend down() {
        Failure failure = new Failure.BackendUnreachable(name, "connection refused");
        down = failure;
        return failing(failure);
    }

    /** Puts it outside of this network. */
    public void outside() {
        zone = Zone.OPEN;
    }

    /** Sets the state of its models, such as {@code loading}. */
    public void inState(String word) {
        state = Json.Obj.EMPTY.with("state", Json.of(word));
    }

    /** Makes it reachable again. */
    public void up() {
        down = null;
    }

    /** Returns the number of requests for its models. */
    public int listings() {
        return listings.get();
    }

    public List<ChatRequest> received() {
        return received;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Zone zone() {
        return zone;
    }

    @Override
    public Json.Obj state(String model) {
        return state;
    }

    @Override
    public List<ModelInfo> models() {
        listings.incrementAndGet();
        Failure failure = down;
        if (failure != null) {
            throw new FailureException(failure);
        }
        CyclicBarrier gate = barrier;
        if (gate != null) {
            pass(gate);
        }
        return models;
    }

    private void pass(CyclicBarrier gate) {
        try {
            gate.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new FailureException(new Failure.BackendFailed(name, "nobody came"), e);
        }
    }

    @Override
    public ChatAbility.Answer chat(ChatRequest request, Asker asker, Cancellation cancellation) {
        received.add(request);
        asked.countDown();
        if (silent) {
            CountDownLatch cancelled = new CountDownLatch(1);
            try (var _ = cancellation.onCancel(cancelled::countDown)) {
                awaitOpen(cancelled);
            }
            throw new FailureException(new Failure.Cancelled());
        }
        return new ChatAbility.Answer(answer.apply(request));
    }

    /** Returns the requests for embeddings that it received. */
    public List<EmbeddingRequest> embedded() {
        return embedded;
    }

    @Override
    public EmbedAbility.Answer embed(
            EmbeddingRequest request, Asker asker, Cancellation cancellation) {
        embedded.add(request);
        return new EmbedAbility.Answer(vectors.apply(request), List.of("dropped"));
    }

    /** Returns a vector of two numbers for each input. */
    private static EmbeddingReply lengths(EmbeddingRequest request) {
        int inputs = request.inputs().size();
        return new Embeddings(Collections.nCopies(inputs, new float[] {0.6f, 0.8f}), inputs);
    }

    /** Sets the answer to forwarded calls. */
    public FakeBackend forwarding(Function<Forward, Forwarded> answer) {
        forwarded = answer;
        return this;
    }

    @Override
    public Forwarded forward(Forward call, Asker asker, Cancellation cancellation) {
        return forwarded.apply(call);
    }

    @Override
    public Forwarded relay(Forward call, Asker asker, Cancellation cancellation) {
        return forwarded.apply(call);
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("not within ten seconds");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

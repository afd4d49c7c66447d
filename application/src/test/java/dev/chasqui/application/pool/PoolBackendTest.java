package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.EmbedAbility;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.embedding.Embeddings;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.LoadedModel;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class PoolBackendTest {
    private static final Failure BROKE = new Failure.BackendBroke("m", "the connection was cut");

    private final ScriptedServers servers = new ScriptedServers();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Pool pool =
            new Pool(
                    new PoolLimits(
                            1,
                            Footprint.ofRam(ByteSize.ofMebibytes(10)),
                            10,
                            Duration.ofSeconds(30)),
                    List.of(PooledModel.of("m", 1), PooledModel.of("n", 1)),
                    servers);
    private final PoolBackend backend =
            new PoolBackend(pool, () -> List.of(ModelInfo.of("m"), ModelInfo.of("n")));

    @AfterEach
    void close() {
        pool.close();
        threads.close();
    }

    @Test
    void aRequestWaitsForItsModelAndIsAnsweredByIt() throws Exception {
        Future<ChatReply> reply = threads.submit(() -> ask("m"));
        servers.next().watcher().loaded(new FakeBackend("server"), memory());

        assertThat(text(reply.get(10, TimeUnit.SECONDS))).isEqualTo("server");
        assertThat(pool.state("m").leases()).isZero();
        assertThat(pool.state("m").memory()).contains(Footprint.ofRam(ByteSize.ofMebibytes(3)));
        assertThat(pool.state("m").actual()).isEqualTo(memory());
    }

    @Test
    void aLeaseIsHeldUntilTheReplyIsOverOrClosed() throws Exception {
        servers.loadAtOnce(threads, new FakeBackend("server"));
        try (ChatReply reply = ask("m")) {
            assertThat(reply.next()).isNotNull();
            assertThat(pool.state("m").leases()).isEqualTo(1);
        }
        assertThat(pool.state("m").leases()).isZero();

        ChatReply whole = ask("m");
        assertThat(text(whole)).isEqualTo("server");
        // The answer is not closed yet: the client may read the last of it slowly.
        assertThat(pool.state("m").leases()).isZero();
        whole.close();
    }

    @Test
    void embeddingsAreMadeUnderALeaseAndByAFreshServerWhereTheFirstDies() throws Exception {
        Future<EmbedAbility.Answer> answer = threads.submit(this::embed);
        ScriptedServers.Started first = servers.next();
        first.watcher()
                .loaded(
                        new FakeBackend("first")
                                .embedding(
                                        _ -> {
                                            threads.execute(first.watcher()::exited);
                                            throw new FailureException(BROKE);
                                        }),
                        memory());
        servers.next()
                .watcher()
                .loaded(
                        new FakeBackend("second")
                                .embedding(
                                        _ ->
                                                new Embeddings(
                                                        List.of(new float[1]),
                                                        pool.state("m").leases())),
                        memory());

        // The leases while it was asked.
        assertThat(answer.get(10, TimeUnit.SECONDS).reply().promptTokens()).hasValue(1);
        assertThat(pool.state("m").leases()).isZero();
    }

    private EmbedAbility.Answer embed() {
        return backend.embed(
                EmbeddingRequest.of("m", List.of("a")), Asker.NOBODY, new Cancellation());
    }

    @Test
    void aRequestWhoseServerDiesBeforeItsFirstWordGoesToAFreshOne() throws Exception {
        Future<ChatReply> reply = threads.submit(() -> ask("m"));
        ScriptedServers.Started first = servers.next();
        first.watcher()
                .loaded(
                        new FakeBackend("first")
                                .answering(
                                        _ -> {
                                            threads.execute(first.watcher()::exited);
                                            throw new FailureException(BROKE);
                                        }),
                        memory());
        servers.next().watcher().loaded(new FakeBackend("second"), memory());

        assertThat(text(reply.get(10, TimeUnit.SECONDS))).isEqualTo("second");
    }

    @Test
    void whoHasLeftIsNotKeptForTheDeathOfHisServerNorIsHisLease() throws Exception {
        Cancellation cancellation = new Cancellation();
        Future<FailureException> refused =
                threads.submit(
                        () ->
                                catchThrowableOfType(
                                        FailureException.class,
                                        () ->
                                                backend.chat(
                                                        request("m"), Asker.NOBODY, cancellation)));
        servers.next()
                .watcher()
                .loaded(
                        new FakeBackend("alive")
                                .answering(
                                        _ -> {
                                            cancellation.cancel();
                                            throw new FailureException(BROKE);
                                        }),
                        memory());

        assertThat(refused.get(10, TimeUnit.SECONDS).failure()).isEqualTo(BROKE);
        assertThat(pool.state("m").leases()).isZero();
    }

    @Test
    void aRequestWhoseServerDiesAfterItsFirstWordFails() throws Exception {
        Future<ChatReply> reply = threads.submit(() -> ask("m"));
        ScriptedServers.Started first = servers.next();
        first.watcher()
                .loaded(new FakeBackend("first").answering(_ -> new Breaking("Well")), memory());
        ChatReply begun = reply.get(10, TimeUnit.SECONDS);
        assertThat(begun.next()).isEqualTo(new ReplyEvent.Text("Well"));
        first.watcher().exited();

        assertThat(catchThrowableOfType(FailureException.class, begun::next).failure())
                .isEqualTo(BROKE);
        begun.close();
        assertThat(servers.started).isEmpty();
    }

    @Test
    void aForwardedCallHoldsItsLeaseUntilItsAnswerIsOverOrClosed() throws Exception {
        servers.loadAtOnce(threads, new FakeBackend("server"));
        try (Forwarded answer = forward("m")) {
            assertThat(answer.body().next()).asString().isEqualTo("/props");
            assertThat(pool.state("m").leases()).isEqualTo(1);
            assertThat(answer.body().next()).isNull();
            assertThat(pool.state("m").leases()).isZero();
        }
        try (Forwarded answer = forward("m")) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(pool.state("m").leases()).isEqualTo(1);
        }
        assertThat(pool.state("m").leases()).isZero();
    }

    @Test
    void aForwardedCallWhoseServerDiesGoesToAFreshOne() throws Exception {
        Future<Forwarded> answer = threads.submit(() -> forward("m"));
        ScriptedServers.Started first = servers.next();
        first.watcher()
                .loaded(
                        new FakeBackend("first")
                                .forwarding(
                                        _ -> {
                                            threads.execute(first.watcher()::exited);
                                            throw new FailureException(BROKE);
                                        }),
                        memory());
        servers.next().watcher().loaded(new FakeBackend("second"), memory());

        assertThat(answer.get(10, TimeUnit.SECONDS).body().next()).asString().isEqualTo("/props");
    }

    @Test
    void aForwardedCallWhoseBodyIsReadOnceGoesToNoSecondServer() throws Exception {
        RequestContent opened = new ReadOnce();
        var _ = opened.open();
        Future<Failure> refused = threads.submit(() -> failureOf(() -> forward("m", opened)));
        ScriptedServers.Started first = servers.next();
        first.watcher()
                .loaded(
                        new FakeBackend("first")
                                .forwarding(
                                        _ -> {
                                            threads.execute(first.watcher()::exited);
                                            throw new FailureException(BROKE);
                                        }),
                        memory());

        assertThat(refused.get(10, TimeUnit.SECONDS)).isEqualTo(BROKE);
        assertThat(servers.started).isEmpty();
    }

    /** A body that is gone once it was opened. */
    private static final class ReadOnce implements RequestContent.Flowing {
        private boolean opened;

        @Override
        public OptionalLong length() {
            return OptionalLong.empty();
        }

        @Override
        public InputStream open() {
            opened = true;
            return InputStream.nullInputStream();
        }

        @Override
        public boolean isWhole() {
            return !opened;
        }
    }

    @Test
    void aFailureOfAServerThatLivesIsTold() throws Exception {
        servers.loadAtOnce(threads, new FakeBackend("server").failing(BROKE));

        assertThat(refused("m")).isEqualTo(BROKE);
        assertThat(servers.started).isEmpty();
        assertThat(pool.state("m").leases()).isZero();
    }

    @Test
    void whoWaitsIsToldHowFarItIs() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        Future<ChatAbility.Answer> answer =
                threads.submit(
                        () ->
                                backend.chat(
                                        request("m"),
                                        new Asker("ada", List.of(), told::add),
                                        new Cancellation()));
        ScriptedServers.Started started = servers.next();
        started.watcher().progress("half of it");
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("half of it");

        started.watcher().loaded(new FakeBackend("server"), memory());
        answer.get(10, TimeUnit.SECONDS).reply().close();
    }

    @Test
    void aModelThatIsNotInThePoolIsUnknown() {
        assertThat(refused("x")).isInstanceOf(Failure.UnknownModel.class);
        assertThat(catchThrowableOfType(FailureException.class, () -> pool.unload("x")).failure())
                .isInstanceOf(Failure.UnknownModel.class);
    }

    @Test
    void whatIsLoadedIsListedAsRunningUntilItIsGone() throws Exception {
        servers.loadAtOnce(threads, new FakeBackend("server"));
        text(ask("m"));
        assertThat(backend.loaded()).singleElement().returns("m", LoadedModel::id);

        pool.unload("m");

        assertThat(servers.stopped.poll(10, TimeUnit.SECONDS)).isEqualTo("m");
        assertThat(backend.loaded()).isEmpty();
        assertThat(pool.state("m").phase()).isEqualTo(ModelState.Phase.STOPPING);
    }

    @Test
    void aFailedLoadIsShownInItsState() throws Exception {
        Future<Failure> refused = threads.submit(() -> refused("m"));
        servers.next().watcher().failed(new LoadFailure(false, "no such file"));

        assertThat(refused.get(10, TimeUnit.SECONDS).message()).contains("no such file");
        assertThat(pool.state("m").lastFailure()).contains("no such file");
    }

    private static MeasuredMemory memory() {
        return MeasuredMemory.of(Footprint.ofRam(ByteSize.ofMebibytes(3)));
    }

    private ChatReply ask(String model) {
        return backend.chat(request(model), new Cancellation()).reply();
    }

    private Forwarded forward(String model) {
        return forward(model, RequestContent.none());
    }

    private Forwarded forward(String model, RequestContent body) {
        return backend.forward(
                new Forward(model, "GET", "/props", Optional.empty(), body),
                Asker.NOBODY,
                new Cancellation());
    }

    private Failure refused(String model) {
        return failureOf(() -> ask(model));
    }

    private static Failure failureOf(ThrowingCallable action) {
        return catchThrowableOfType(FailureException.class, action).failure();
    }

    private static ChatRequest request(String model) {
        return ChatRequest.of(model, true, Conversation.of(List.of(Message.of(Role.USER, "Hi"))));
    }

    private static String text(ChatReply reply) {
        List<String> texts = new ArrayList<>();
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            if (event instanceof ReplyEvent.Text(String text, _, _)) {
                texts.add(text);
            }
        }
        return String.join("", texts);
    }

    /** A reply of one event that then breaks off. */
    private static final class Breaking implements ChatReply {
        private @Nullable String first;

        private Breaking(String first) {
            this.first = first;
        }

        @Override
        public ReplyEvent next() {
            String text = first;
            if (text == null) {
                throw new FailureException(BROKE);
            }
            first = null;
            return new ReplyEvent.Text(text);
        }

        @Override
        public void close() {}
    }
}

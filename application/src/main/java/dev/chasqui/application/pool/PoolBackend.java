package dev.chasqui.application.pool;

import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.DescribeAbility;
import dev.chasqui.application.port.EmbedAbility;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.ForwardAbility;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.LoadAbility;
import dev.chasqui.application.port.ModelDescription;
import dev.chasqui.application.port.RelayAbility;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.model.LoadedModel;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The backend of all models of the pool: a request waits for its model, and holds a lease of it
 * until its reply is over.
 *
 * <p>If a server dies before its first event, the request goes to a fresh one. Safe for use by
 * several threads.
 */
public final class PoolBackend
        implements Backend,
                ChatAbility,
                EmbedAbility,
                LoadAbility,
                ForwardAbility,
                RelayAbility,
                TokenAbility,
                DescribeAbility {
    /** The backend's name in logs and messages. */
    public static final String NAME = "pool";

    /**
     * The name of Ollama's member that the pool respects in every dialect; its servers do not know
     * it.
     */
    private static final String KEEP_ALIVE = "keep_alive";

    /** The most fresh servers for one request: a request that kills two would kill all. */
    private static final int MOST_RETRIES = 1;

    /** The longest time from a broken connection until its server is known to have ended. */
    private static final Duration DEATH_NOTICE = Duration.ofSeconds(1);

    private final Pool pool;
    private final Supplier<List<ModelInfo>> models;
    private final DescribeAbility descriptions;

    /** Makes the backend of models that nobody can describe. */
    public PoolBackend(Pool pool, Supplier<List<ModelInfo>> models) {
        this(pool, models, (_, _) -> Optional.empty());
    }

    /**
     * @param models the list of the models, called at each listing; it may hold more details later
     * @param descriptions describes the models by their files
     */
    public PoolBackend(Pool pool, Supplier<List<ModelInfo>> models, DescribeAbility descriptions) {
        this.pool = pool;
        this.models = models;
        this.descriptions = descriptions;
    }

    @Override
    public Optional<ModelDescription> describe(String model, boolean verbose) {
        return descriptions.describe(model, verbose);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Zone zone() {
        return Zone.RESTRICTED;
    }

    @Override
    public List<ModelInfo> models() {
        return models.get();
    }

    @Override
    public ChatAbility.Answer chat(ChatRequest request, Asker asker, Cancellation cancellation) {
        return withLease(
                () -> lease(request.model(), request.keepAlive(), asker, cancellation),
                () -> true,
                cancellation,
                lease -> {
                    ChatAbility.Answer answer =
                            lease.ability(ChatAbility.class).chat(request, asker, cancellation);
                    return new ChatAbility.Answer(
                            answer.reply().prefetched().holding(lease::close),
                            withoutObeyed(answer.dropped()));
                });
    }

    /** Returns the dropped members without those that the pool itself obeys. */
    private static List<String> withoutObeyed(List<String> dropped) {
        return dropped.stream().filter(name -> !name.equals(KEEP_ALIVE)).toList();
    }

    /** {@inheritDoc} The lease ends when the vectors have come. */
    @Override
    public EmbedAbility.Answer embed(
            EmbeddingRequest request, Asker asker, Cancellation cancellation) {
        return withLease(
                () -> lease(request.model(), request.keepAlive(), asker, cancellation),
                () -> true,
                cancellation,
                lease -> {
                    EmbedAbility.Answer answer =
                            lease.ability(EmbedAbility.class).embed(request, asker, cancellation);
                    lease.close();
                    return new EmbedAbility.Answer(answer.reply(), withoutObeyed(answer.dropped()));
                });
    }

    @Override
    public Forwarded forward(Forward call, Asker asker, Cancellation cancellation) {
        return passOn(
                call,
                asker,
                cancellation,
                lease -> lease.ability(ForwardAbility.class).forward(call, asker, cancellation));
    }

    @Override
    public Forwarded relay(Forward call, Asker asker, Cancellation cancellation) {
        return passOn(
                call,
                asker,
                cancellation,
                lease -> lease.ability(RelayAbility.class).relay(call, asker, cancellation));
    }

    private Forwarded passOn(
            Forward call,
            Asker asker,
            Cancellation cancellation,
            Function<Lease, Forwarded> question) {
        return withLease(
                () -> lease(call.model(), KeepAlive.AS_BEFORE, asker, cancellation),
                call.body()::isWhole,
                cancellation,
                lease -> question.apply(lease).holding(lease::close));
    }

    @Override
    public void load(LoadRequest request, Asker asker, Cancellation cancellation) {
        if (request.unloads()) {
            pool.unload(request.model());
        } else {
            lease(request.model(), request.keepAlive(), asker, cancellation).close();
        }
    }

    /**
     * Leases a server and asks it, and once more a fresh one if the server died of the request.
     *
     * @param repeatable the test that the request can be sent once more
     * @param question the request; it returns an answer that closes the lease when it is over
     */
    private static <T> T withLease(
            Supplier<Lease> leases,
            BooleanSupplier repeatable,
            Cancellation cancellation,
            Function<Lease, T> question) {
        for (int retries = 0; ; retries++) {
            Lease lease = leases.get();
            boolean begun = false;
            try {
                T answer = question.apply(lease);
                begun = true;
                return answer;
            } catch (FailureException e) {
                lease.close();
                if (retries == MOST_RETRIES
                        || !repeatable.getAsBoolean()
                        || !mayHaveDied(e)
                        || !lease.awaitEnd(DEATH_NOTICE, cancellation)) {
                    throw e;
                }
            } finally {
                if (!begun) {
                    lease.close();
                }
            }
        }
    }

    private Lease lease(String model, KeepAlive keep, Asker asker, Cancellation cancellation) {
        Lease lease = pool.lease(model, asker, cancellation);
        lease.keep(keep);
        return lease;
    }

    /** Returns false if the server answered, even with an error: then it has not died. */
    private static boolean mayHaveDied(FailureException e) {
        return switch (e.failure()) {
            case Failure.BackendUnreachable _, Failure.BackendBroke _ -> true;
            case Failure.BackendFailed _ ->
                    e.getCause() instanceof IOException broken
                            && !(broken instanceof ProtocolException);
            default -> false;
        };
    }

    @Override
    public List<LoadedModel> loaded() {
        return pool.states().stream()
                .filter(state -> state.phase() == ModelState.Phase.READY)
                .map(PoolBackend::loaded)
                .toList();
    }

    @Override
    public Json.Obj state(String model) {
        return pool.contains(model) ? pool.state(model).shown() : Json.Obj.EMPTY;
    }

    /**
     * {@inheritDoc} Only while the model is loaded; takes no lease, since it costs the model
     * nothing.
     */
    @Override
    public OptionalInt contextLength(String model) {
        return asked(model, server -> server.contextLength(model));
    }

    @Override
    public OptionalInt countTokens(String model, String text, Cancellation cancellation) {
        return asked(model, server -> server.countTokens(model, text, cancellation));
    }

    @Override
    public OptionalInt countPrompt(ChatRequest request, Cancellation cancellation) {
        return asked(request.model(), server -> server.countPrompt(request, cancellation));
    }

    private OptionalInt asked(String model, Function<TokenAbility, OptionalInt> question) {
        return pool.ready(model)
                .flatMap(server -> server.ability(TokenAbility.class))
                .map(question)
                .orElseGet(OptionalInt::empty);
    }

    private static LoadedModel loaded(ModelState state) {
        Footprint counted = state.memory().orElse(Footprint.NONE);
        ByteSize gpu = state.actual().vram().orElse(counted.vram());
        ByteSize all = state.actual().ram().orElse(counted.ram()).plus(gpu);
        return new LoadedModel(
                state.model().name(),
                OptionalInt.empty(),
                Optional.of(all),
                Optional.of(gpu),
                state.leavesAt().map(Object::toString),
                Optional.empty(),
                Optional.empty());
    }
}

package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.BackendEmbeddingCodec;
import dev.chasqui.adapters.dialects.server.ServerAbilities;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.HiddenKey;
import dev.chasqui.adapters.upstream.client.HttpAnswer;
import dev.chasqui.adapters.upstream.client.HttpCall;
import dev.chasqui.adapters.upstream.client.HttpClient;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.port.Ability;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.DescribeAbility;
import dev.chasqui.application.port.EmbedAbility;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.ForwardAbility;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.LoadAbility;
import dev.chasqui.application.port.ManageAbility;
import dev.chasqui.application.port.ModelDescription;
import dev.chasqui.application.port.RelayAbility;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.application.port.departures.Departures;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.LoadedModel;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * A backend that is an HTTP server and speaks one of the known dialects. Safe for use by several
 * threads.
 *
 * <p>The dialect of a server whose endpoint names none is found at its first use and then kept.
 */
public final class HttpBackend
        implements Backend,
                ChatAbility,
                EmbedAbility,
                LoadAbility,
                ForwardAbility,
                ManageAbility,
                RelayAbility,
                TokenAbility,
                DescribeAbility {
    /** The longest silence of a server that works on the files of its models. */
    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

    private final BackendEndpoint endpoint;
    private final String address;
    private final ServerDialects dialects;
    private final String instanceId;
    private final Supplier<SSLContext> tls;
    private final HttpClient.Gate gate;
    private final HiddenKey key;
    private final ContextLengths contextLengths;
    private final EmbeddingBatches batches;
    private final ChosenContexts chosenContexts;

    /** The server as far as it is known; replaced at most once, when its dialect is found. */
    private volatile ServerState state;

    /**
     * Creates the backend without connecting to it.
     *
     * @param dialects the dialects that a server is probed for if its endpoint names none
     * @param instanceId the id sent as {@code X-Chasqui-Hop}, by which a Chasqui recognises a
     *     request that it sent itself
     */
    public HttpBackend(BackendEndpoint endpoint, ServerDialects dialects, String instanceId) {
        this(endpoint, dialects, instanceId, Departures.NONE);
    }

    /**
     * @param departures the ledger of the calls that leave for the zone {@code open}
     */
    public HttpBackend(
            BackendEndpoint endpoint,
            ServerDialects dialects,
            String instanceId,
            Departures departures) {
        this(endpoint, dialects, instanceId, HttpClient::defaultTls, departures);
    }

    HttpBackend(
            BackendEndpoint endpoint,
            ServerDialects dialects,
            String instanceId,
            Supplier<SSLContext> tls,
            Departures departures) {
        this.endpoint = endpoint;
        address = endpoint.url().written();
        this.dialects = dialects;
        this.instanceId = instanceId;
        this.tls = tls;
        gate = endpoint.gate(() -> type(), departures);
        key = HiddenKey.of(endpoint.apiKey());
        contextLengths =
                new ContextLengths(
                        model -> known(new Cancellation()).abilities.contextLength(model));
        batches =
                new EmbeddingBatches(
                        endpoint.embeddingWindow(),
                        (request, cancellation) ->
                                embedNow(request, Asker.NOBODY, cancellation).reply());
        chosenContexts = new ChosenContexts(endpoint.maxContext(), contextLengths::of);
        state =
                endpoint.dialect()
                        .<ServerState>map(
                                dialect -> knownServer(dialect, endpoint.url(), endpoint.type()))
                        .orElseGet(
                                () -> new UnknownServer(client(endpoint.bearer(), endpoint.url())));
    }

    /** A server: the client that reaches it and, once found, its dialect. */
    private sealed interface ServerState {
        HttpClient client();
    }

    /** A server whose dialect is not known yet. */
    private record UnknownServer(HttpClient client) implements ServerState {}

    /** A server whose dialect is known. */
    private record KnownServer(
            ServerDialect dialect,
            HttpClient client,
            HttpAskedServer asked,
            ServerAbilities abilities,
            Optional<String> type)
            implements ServerState {
        BackendCodec codec() {
            return dialect.codec();
        }
    }

    private KnownServer knownServer(ServerDialect dialect, BaseUrl url, Optional<String> type) {
        HttpClient client = client(endpoint.headers(dialect), BackendEndpoint.url(dialect, url));
        HttpAskedServer asked = new HttpAskedServer(endpoint, client, dialect.codec(), key);
        return new KnownServer(dialect, client, asked, dialect.of(asked), type);
    }

    private HttpClient client(Map<String, String> headers, BaseUrl url) {
        return new HttpClient(
                endpoint.name(), url, headers, instanceId, tls, endpoint.rule(), gate);
    }

    @Override
    public String name() {
        return endpoint.name();
    }

    /** {@inheritDoc} A server manages its models only if its dialect has calls for that. */
    @Override
    public <A extends Ability> Optional<A> ability(Class<A> type) {
        boolean has =
                !type.equals(ManageAbility.class)
                        || (state instanceof KnownServer server
                                && server.abilities.managesModels());
        return has ? Backend.super.ability(type) : Optional.empty();
    }

    @Override
    public String address() {
        return address;
    }

    /** {@inheritDoc} Of a server that is not known further it is the word for its dialect. */
    @Override
    public Optional<String> type() {
        return state instanceof KnownServer server
                ? server.type.or(() -> Optional.of(server.dialect().type()))
                : endpoint.type();
    }

    @Override
    public Zone zone() {
        return endpoint.zoneOfData();
    }

    @Override
    public List<ModelInfo> models() {
        return known(new Cancellation()).asked.models();
    }

    @Override
    public ChatAbility.Answer chat(ChatRequest request, Asker asker, Cancellation cancellation) {
        KnownServer server = known(cancellation);
        server.abilities.requireForm(request.form());
        return server.abilities
                .contextChoice()
                .map(
                        choice ->
                                chosenContexts.send(
                                        request,
                                        choice,
                                        fitted -> send(fitted, server, asker, cancellation)))
                .orElseGet(() -> send(request, server, asker, cancellation));
    }

    private ChatAbility.Answer send(
            ChatRequest request, KnownServer server, Asker asker, Cancellation cancellation) {
        BackendCodec codec = server.codec();
        BackendCodec.Outgoing outgoing = codec.encode(request);
        HttpAnswer answer = server.client.send(call(outgoing, asker), cancellation);
        boolean begun = false;
        try {
            ChatReply reply = reply(request, server, answer);
            begun = true;
            return new ChatAbility.Answer(reply, outgoing.dropped());
        } finally {
            if (!begun) {
                answer.close();
            }
        }
    }

    @Override
    public EmbedAbility.Answer embed(
            EmbeddingRequest request, Asker asker, Cancellation cancellation) {
        boolean waits =
                !endpoint.embeddingWindow().isZero()
                        && asker.hops().isEmpty()
                        && EmbeddingBatches.takes(request);
        return waits
                ? new EmbedAbility.Answer(batches.embed(request, cancellation))
                : embedNow(request, asker, cancellation);
    }

    private EmbedAbility.Answer embedNow(
            EmbeddingRequest request, Asker asker, Cancellation cancellation) {
        KnownServer server = known(cancellation);
        BackendEmbeddingCodec codec = server.codec().embeddings().orElseThrow(this::noEmbeddings);
        BackendCodec.Outgoing outgoing = codec.encode(name(), request);
        byte[] body = server.asked.ask(call(outgoing, asker), cancellation);
        return new EmbedAbility.Answer(codec.decode(name(), request, body), outgoing.dropped());
    }

    private FailureException noEmbeddings() {
        return new FailureException(
                Failure.BackendRefused.cannot(
                        name(), Optional.empty(), "backend '" + name() + "' makes no embeddings"));
    }

    private HttpCall call(BackendCodec.Outgoing outgoing, Asker asker) {
        return HttpCall.chat(outgoing.path(), outgoing.body(), asker.hops(), endpoint.timeouts())
                .with(outgoing.headers());
    }

    @Override
    public void load(LoadRequest request, Asker asker, Cancellation cancellation) {
        KnownServer server = known(cancellation);
        server.codec()
                .load(request)
                .ifPresentOrElse(
                        outgoing -> {
                            var _ = server.asked.ask(call(outgoing, asker), cancellation);
                        },
                        () -> server.abilities.load(request, cancellation));
    }

    @Override
    public Forwarded forward(Forward call, Asker asker, Cancellation cancellation) {
        return forward(HttpCall.forward(call, asker.hops(), endpoint.timeouts()), cancellation);
    }

    @Override
    public Forwarded manage(
            Forward call, boolean takesLong, Asker asker, Cancellation cancellation) {
        Timeouts usual = endpoint.timeouts();
        Timeouts timeouts = takesLong ? usual.withSilence(LONGEST_SILENCE) : usual;
        return forward(HttpCall.forward(call, asker.hops(), timeouts), cancellation);
    }

    private Forwarded forward(HttpCall call, Cancellation cancellation) {
        return ForwardedAnswer.of(name(), state.client().send(call, cancellation), key);
    }

    @Override
    public Forwarded relay(Forward call, Asker asker, Cancellation cancellation) {
        KnownServer server = known(cancellation);
        HttpAnswer answer =
                server.client.send(
                        HttpCall.forward(call, asker.hops(), endpoint.timeouts()), cancellation);
        boolean begun = false;
        try {
            RelayErrors.refuse(server.asked, call, answer);
            Forwarded relayed = ForwardedAnswer.of(name(), answer, key);
            begun = true;
            return relayed;
        } catch (FailureException e) {
            throw key.redact(e);
        } finally {
            if (!begun) {
                answer.close();
            }
        }
    }

    @Override
    public Optional<ModelDescription> describe(String model, boolean verbose) {
        return known(new Cancellation()).abilities.describe(model, verbose);
    }

    @Override
    public List<LoadedModel> loaded() {
        return known(new Cancellation()).abilities.loaded();
    }

    @Override
    public OptionalInt contextLength(String model) {
        return contextLengths.of(model);
    }

    @Override
    public OptionalInt countTokens(String model, String text, Cancellation cancellation) {
        return known(cancellation).abilities.countTokens(model, text, cancellation);
    }

    @Override
    public OptionalInt countPrompt(ChatRequest request, Cancellation cancellation) {
        return known(cancellation).abilities.countPrompt(request, cancellation);
    }

    /** Returns the name and the address, without the key. */
    @Override
    public String toString() {
        return name() + " at " + endpoint.url();
    }

    /** Returns the number of idle connections; for tests. */
    int idleConnections() {
        return state.client().idle();
    }

    /**
     * Returns the server with its dialect; finds the dialect first if it is not known.
     *
     * @throws FailureException if the server does not answer, or speaks no known dialect
     */
    private KnownServer known(Cancellation cancellation) {
        if (state instanceof KnownServer server) {
            return server;
        }
        KnownServer found =
                new DialectSearch(endpoint, dialects, instanceId, tls)
                        .search(cancellation)
                        .map(
                                server ->
                                        knownServer(
                                                server.dialect(),
                                                server.url(),
                                                endpoint.type()
                                                        .or(() -> Optional.of(server.type()))))
                        .orElseThrow(
                                () ->
                                        failed(
                                                "it speaks none of the known APIs ("
                                                        + dialects.displayNames()
                                                        + ") at "
                                                        + endpoint.url()
                                                        + "; check 'url' and 'type' in the"
                                                        + " config"));
        state = found;
        return found;
    }

    private ChatReply reply(ChatRequest request, KnownServer server, HttpAnswer answer) {
        try {
            server.asked.refuseErrors(answer);
            return BackendReply.of(name(), server.codec(), request, answer, key);
        } catch (FailureException e) {
            throw key.redact(e);
        }
    }

    private FailureException failed(String why) {
        return new FailureException(new Failure.BackendFailed(name(), why));
    }
}

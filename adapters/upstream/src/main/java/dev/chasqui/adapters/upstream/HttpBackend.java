package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.ollama.OllamaLoadedModels;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.HiddenKey;
import dev.chasqui.adapters.upstream.client.HttpAnswer;
import dev.chasqui.adapters.upstream.client.HttpCall;
import dev.chasqui.adapters.upstream.client.HttpClient;
import dev.chasqui.adapters.upstream.client.ProbeClient;
import dev.chasqui.adapters.upstream.client.RetryAfter;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.DescribeAbility;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.ForwardAbility;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.LoadAbility;
import dev.chasqui.application.port.ModelDescription;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.LoadedModel;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/** A backend that is a server, reached over HTTP, which speaks OpenAI's or Ollama's dialect. */
public final class HttpBackend
        implements Backend,
                ChatAbility,
                LoadAbility,
                ForwardAbility,
                TokenAbility,
                DescribeAbility {
    /** Of an answer that is read whole. */
    private static final int MAX_WHOLE = 64 * 1024 * 1024;

    /** Of an answer that is an error. */
    private static final int MAX_ERROR = 256 * 1024;

    /** Who llama.cpp's server says its models are owned by. */
    private static final String LLAMA_SERVER = "llamacpp";

    private final Endpoint endpoint;
    private final Codecs codecs;
    private final Function<BaseUrl, HttpClient> clients;
    private final Function<BaseUrl, ProbeClient> probes;
    private final HiddenKey key;
    private final ContextLengths contextLengths;
    private final LoadedModels loaded;
    private final TokenCounter tokens;

    /** Whether it was found to be llama.cpp's own server. */
    private volatile boolean isLlamaServer;

    /** Changes at most once, before it is known what the server speaks. */
    private volatile HttpClient client;

    /** What it speaks; null while that is not known. */
    private volatile @Nullable Dialect dialect;

    /**
     * Connects to nothing yet.
     *
     * @param instanceId goes out as {@code X-Chasqui-Hop}, so that a server knows its own requests
     */
    public HttpBackend(Endpoint endpoint, Codecs codecs, String instanceId) {
        this(endpoint, codecs, instanceId, HttpClient::defaultTls);
    }

    HttpBackend(Endpoint endpoint, Codecs codecs, String instanceId, Supplier<SSLContext> tls) {
        this.endpoint = endpoint;
        this.codecs = codecs;
        clients = url -> new HttpClient(endpoint.name(), url, endpoint.apiKey(), instanceId, tls);
        probes = url -> new ProbeClient(endpoint.name(), url, endpoint.apiKey(), instanceId, tls);
        client =
                clients.apply(
                        endpoint.type() == BackendType.OLLAMA
                                ? endpoint.url().withoutApi()
                                : endpoint.url());
        key = HiddenKey.of(endpoint.apiKey());
        Function<HttpCall, Json.Obj> server =
                call -> object(ask(call, codecs.of(dialect(new Cancellation()))));
        contextLengths = new ContextLengths(() -> dialect(new Cancellation()), server);
        loaded = new LoadedModels(endpoint.name(), server, endpoint.timeouts().firstByte());
        tokens = new TokenCounter(() -> client, this::object);
        dialect =
                switch (endpoint.type()) {
                    case OPENAI -> Dialect.OPENAI;
                    case OLLAMA -> Dialect.OLLAMA;
                    case AUTO -> null;
                };
    }

    @Override
    public String name() {
        return endpoint.name();
    }

    @Override
    public Zone zone() {
        return endpoint.zone().orElseGet(endpoint.url()::zone);
    }

    @Override
    public List<ModelInfo> models() {
        BackendCodec codec = codecs.of(dialect(new Cancellation()));
        String where = endpoint.url() + codec.modelsPath() + "; check 'url' in the config";
        byte[] list;
        try {
            list = ask(HttpCall.get(codec.modelsPath()), codec);
        } catch (FailureException e) {
            throw e.failure() instanceof Failure.BackendRefused refused && refused.status() == 404
                    ? failed("it has no list of models at " + where)
                    : e;
        }
        try {
            return codec.decodeModels(name(), list);
        } catch (FailureException e) {
            throw e.failure() instanceof Failure.BackendFailed failed
                    ? failed(failed.why() + ", at " + where)
                    : e;
        }
    }

    @Override
    public Answer chat(ChatRequest request, Asker asker, Cancellation cancellation) {
        Dialect spoken = dialect(cancellation);
        if (request.form() == ChatRequest.Form.RAW && spoken.equals(Dialect.OPENAI)) {
            requireLlamaServer();
        }
        BackendCodec codec = codecs.of(spoken);
        BackendCodec.Outgoing outgoing = codec.encode(request);
        HttpAnswer answer =
                client.send(
                        HttpCall.chat(
                                outgoing.path(),
                                outgoing.body(),
                                asker.hops(),
                                endpoint.timeouts()),
                        cancellation);
        boolean begun = false;
        try {
            ChatReply reply = reply(request, codec, answer);
            begun = true;
            return new Answer(reply, outgoing.dropped());
        } finally {
            if (!begun) {
                answer.close();
            }
        }
    }

    /**
     * {@inheritDoc} OpenAI's dialect has no words for it; some of its servers have a way of their
     * own, and one that has none is at least asked whether the model is there.
     */
    @Override
    public void load(LoadRequest request, Asker asker, Cancellation cancellation) {
        BackendCodec codec = codecs.of(dialect(cancellation));
        codec.load(request)
                .ifPresentOrElse(
                        outgoing -> {
                            var _ =
                                    ask(
                                            HttpCall.chat(
                                                    outgoing.path(),
                                                    outgoing.body(),
                                                    asker.hops(),
                                                    endpoint.timeouts()),
                                            codec,
                                            cancellation);
                        },
                        () -> {
                            if (request.unloads()) {
                                loaded.unload(request.model());
                            } else {
                                loaded.load(request.model(), cancellation);
                            }
                        });
    }

    @Override
    public Forwarded forward(Forward call, Asker asker, Cancellation cancellation) {
        return ForwardedAnswer.of(
                name(),
                client.send(
                        HttpCall.forward(call, asker.hops(), endpoint.timeouts()), cancellation),
                key);
    }

    @Override
    public Optional<ModelDescription> describe(String model) {
        if (!dialect(new Cancellation()).equals(Dialect.OLLAMA)) {
            return Optional.empty();
        }
        Json.Obj body = Json.Obj.EMPTY.with("model", Json.of(model));
        Json.Obj said = object(ask(HttpCall.post("/api/show", body), codecs.ollama()));
        return Optional.of(new ModelDescription(Dialect.OLLAMA, said));
    }

    @Override
    public List<LoadedModel> loaded() {
        return dialect(new Cancellation()).equals(Dialect.OLLAMA)
                ? OllamaLoadedModels.in(object(ask(HttpCall.get("/api/ps"), codecs.ollama())))
                : loaded.all();
    }

    @Override
    public OptionalInt contextLength(String model) {
        return contextLengths.of(model);
    }

    /** {@inheritDoc} Ollama does not. */
    @Override
    public OptionalInt countTokens(String model, String text, Cancellation cancellation) {
        return dialect(cancellation).equals(Dialect.OLLAMA)
                ? OptionalInt.empty()
                : tokens.count(model, text, cancellation);
    }

    /** Its name and its address, without its key. */
    @Override
    public String toString() {
        return name() + " at " + endpoint.url();
    }

    /** Connections that wait for the next request; for tests. */
    int idleConnections() {
        return client.idle();
    }

    /** What it speaks; asks the server while that is not known. */
    private Dialect dialect(Cancellation cancellation) {
        Dialect known = dialect;
        if (known != null) {
            return known;
        }
        Dialect found =
                new DialectProbe(probes.apply(endpoint.url()))
                        .ask(cancellation)
                        .map(DialectProbe.Finding::dialect)
                        .or(() -> withoutApi(cancellation))
                        .orElseThrow(
                                () ->
                                        failed(
                                                "it speaks neither OpenAI's nor Ollama's API at "
                                                        + endpoint.url()
                                                        + "; check 'url' and 'type' in the"
                                                        + " config"));
        dialect = found;
        return found;
    }

    /** OpenAI's dialect has no raw prompts and no gaps to fill in; of its servers one has both. */
    private void requireLlamaServer() {
        if (!isLlamaServer) {
            isLlamaServer =
                    models().stream()
                            .anyMatch(model -> model.owner().equals(Optional.of(LLAMA_SERVER)));
        }
        if (!isLlamaServer) {
            throw new FailureException(
                    new Failure.BackendRefused(
                            name(),
                            400,
                            "a raw prompt or a suffix needs an Ollama or a llama-server; the"
                                    + " backend '"
                                    + name()
                                    + "' of this model is neither",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            true));
        }
    }

    /** There may be an Ollama whose address was written with the beginning of its paths. */
    private Optional<Dialect> withoutApi(Cancellation cancellation) {
        if (!endpoint.url().endsWithApi()) {
            return Optional.empty();
        }
        BaseUrl shorter = endpoint.url().withoutApi();
        Optional<Dialect> found =
                new DialectProbe(probes.apply(shorter))
                        .ask(cancellation)
                        .map(DialectProbe.Finding::dialect)
                        .filter(Dialect.OLLAMA::equals);
        if (found.isPresent()) {
            client = clients.apply(shorter);
        }
        return found;
    }

    private ChatReply reply(ChatRequest request, BackendCodec codec, HttpAnswer answer) {
        try {
            refuseErrors(answer, codec);
            return readReply(request, codec, answer);
        } catch (FailureException e) {
            throw key.in(e);
        }
    }

    private ChatReply readReply(ChatRequest request, BackendCodec codec, HttpAnswer answer) {
        return switch (answer.mediaType()) {
            case "text/event-stream", "application/x-ndjson" ->
                    new BackendReply(name(), codec.streamDecoder(name(), request), answer, key);
            case "application/json" ->
                    ChatReply.of(codec.decodeWhole(name(), request, answer.whole(MAX_WHOLE)));
            case "" -> throw failed("it answered without a Content-Type");
            default ->
                    throw failed(
                            "it answered with "
                                    + answer.mediaType()
                                    + " (expected: JSON or a stream of events)");
        };
    }

    /** The whole answer to a question that the server itself answers. */
    private byte[] ask(HttpCall call, BackendCodec codec) {
        return ask(call, codec, new Cancellation());
    }

    private byte[] ask(HttpCall call, BackendCodec codec, Cancellation cancellation) {
        try (HttpAnswer answer = client.send(call, cancellation)) {
            refuseErrors(answer, codec);
            return answer.whole(MAX_WHOLE);
        } catch (FailureException e) {
            throw key.in(e);
        }
    }

    private void refuseErrors(HttpAnswer answer, BackendCodec codec) {
        int status = answer.status();
        if (status >= 400) {
            throw new FailureException(
                    codec.decodeError(
                            name(),
                            status,
                            // A message is cut: what is cut in its midst is no key any more.
                            key.in(answer.beginning(MAX_ERROR)),
                            answer.header("retry-after")
                                    .flatMap(value -> RetryAfter.parse(value, Clock.systemUTC()))));
        }
        if (status >= 300) {
            throw failed(
                    "it answered with a redirect (status "
                            + status
                            + "), which is not followed; check 'url' in the config");
        }
        if (answer.isCompressed()) {
            throw failed("it compressed its answer, which nobody asked for");
        }
    }

    private Json.Obj object(byte[] body) {
        try {
            if (JsonReader.read(body) instanceof Json.Obj object) {
                return object;
            }
        } catch (FailureException e) {
            if (!(e.failure() instanceof Failure.Invalid)) {
                throw e;
            }
        }
        throw failed("its answer is no JSON object");
    }

    private FailureException failed(String why) {
        return new FailureException(new Failure.BackendFailed(name(), why));
    }
}

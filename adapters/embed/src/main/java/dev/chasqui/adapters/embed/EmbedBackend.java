package dev.chasqui.adapters.embed;

import ai.onnxruntime.OrtException;

import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.DescribeAbility;
import dev.chasqui.application.port.EmbedAbility;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.ModelDescription;
import dev.chasqui.application.port.RelayAbility;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.embedding.Embeddings;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/**
 * The built-in backend for embeddings. It has one model, {@code chasqui-embed}, which is computed
 * in this process.
 *
 * <p>The model is loaded when the first text arrives. If it cannot be loaded, each request fails
 * with the reason.
 *
 * <p>A request runs in steps on the threads of {@link EmbedThreads}, while the caller's thread
 * waits: one step makes tokens of all its texts, then one step for each text computes a vector.
 * Each step queues anew, so a request with many texts does not hold up the others.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbedBackend
        implements Backend,
                EmbedAbility,
                RelayAbility,
                TokenAbility,
                DescribeAbility,
                AutoCloseable {
    /** The name of the backend and of its one model. */
    public static final String NAME = "chasqui-embed";

    private static final System.Logger LOG = System.getLogger(EmbedBackend.class.getName());

    /**
     * The maximum number of texts in a request. All vectors of a request are kept in memory until
     * the last one is computed; each takes 1.5 KB.
     */
    private static final int MAX_INPUTS = 8192;

    /** The paths of requests to rank texts. */
    private static final Set<String> RANKING_PATHS =
            Set.of("/v1/rerank", "/v1/reranking", "/rerank", "/reranking");

    private static final String ARCHITECTURE = "bert";

    /**
     * The maximum time that closing waits for running steps. A text takes at most 0.1 s and loading
     * some 2 s. A step that runs longer ends with the process, and the model's memory with it.
     */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** The member {@code details} of the model in Ollama's dialect. */
    private static final Json.Obj DETAILS =
            Json.Obj.EMPTY
                    .with("parent_model", Json.of(""))
                    .with("format", Json.of("onnx"))
                    .with("family", Json.of(ARCHITECTURE))
                    .with("families", new Json.Arr(List.of(Json.of(ARCHITECTURE))))
                    .with("parameter_size", Json.of("33.2M"))
                    .with("quantization_level", Json.of("INT8"));

    private static final Json CAPABILITIES = new Json.Arr(List.of(Json.of("embedding")));

    /** The model's entry in a list, in the form in which a remote backend would send it. */
    private static final Json.Obj LIST_ENTRY =
            Json.Obj.EMPTY
                    .with("capabilities", CAPABILITIES)
                    .with("kinds", new Json.Arr(List.of(Json.of("embedding"), Json.of("rerank"))))
                    .with("context_length", Json.of(BgeSession.MAX_TOKENS));

    private final BgeModel model;
    private final EmbedThreads threads = new EmbedThreads(NAME);
    private final AtomicBoolean missingLibraryLogged = new AtomicBoolean();

    /**
     * Makes a backend whose model is not loaded yet.
     *
     * @param folder the folder into which the model and its libraries are unpacked when the first
     *     text arrives; it need not exist
     */
    public EmbedBackend(Path folder) {
        this(folder, Platform.name());
    }

    EmbedBackend(Path folder, String platform) {
        this.model = new BgeModel(folder, platform);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Zone zone() {
        return Zone.RESTRICTED;
    }

    /**
     * {@inheritDoc}
     *
     * @return the one model; an empty list if there is no native library for this platform, which
     *     is logged once
     */
    @Override
    public List<ModelInfo> models() {
        if (!model.hasNativeLibraries()) {
            if (!missingLibraryLogged.getAndSet(true)) {
                LOG.log(
                        System.Logger.Level.INFO,
                        NAME + " is not offered: it has no native library for this platform");
            }
            return List.of();
        }
        PackedFile weights = PackedFile.named(PackedFile.MODEL);
        return List.of(
                new ModelInfo(
                        NAME,
                        Optional.empty(),
                        weights.size(),
                        Optional.of(weights.sha256()),
                        Optional.of("chasqui"),
                        DETAILS,
                        LIST_ENTRY));
    }

    /**
     * {@inheritDoc}
     *
     * @throws FailureException with {@code Invalid} if the request asks for another number of
     *     dimensions, has too many inputs, or has an input that is not text; with {@code
     *     BackendRefused} if a text is too long and the request does not allow cutting it; with
     *     {@code BackendFailed} if the model cannot be loaded or cannot compute a vector; with
     *     {@code Overloaded} if the queue is full or a step has waited too long; with {@code
     *     Cancelled} if the request is cancelled, the caller's thread is interrupted, or this
     *     backend is closed
     */
    @Override
    public Answer embed(EmbeddingRequest request, Asker asker, Cancellation cancellation) {
        checkDimensions(request.dimensions());
        checkInputCount("input", request.inputs().size());
        List<String> texts = texts(request.inputs());
        IntFunction<String> name = i -> "input " + (i + 1) + " of " + texts.size();
        List<Tokens> inputs =
                run(() -> tokens(texts, name, request.truncate(), cancellation), cancellation);
        List<float[]> vectors = new ArrayList<>(inputs.size());
        int tokens = 0;
        for (Tokens input : inputs) {
            vectors.add(vector(input, cancellation));
            tokens += input.ids().length;
        }
        return new Answer(new Embeddings(vectors, tokens));
    }

    /**
     * {@inheritDoc} It ranks texts by the cosine between their vectors and the question's, which is
     * less exact than a reranker's score; header and body of the answer say so.
     *
     * @throws FailureException as {@link #embed} does; with {@code BackendRefused} for any other
     *     path
     */
    @Override
    public Forwarded relay(Forward call, Asker asker, Cancellation cancellation) {
        String path = call.path().split("\\?", 2)[0];
        if (!RANKING_PATHS.contains(path)
                || !(call.body() instanceof RequestContent.Bytes(byte[] body))) {
            throw new FailureException(
                    Failure.BackendRefused.cannot(
                            NAME, Optional.empty(), NAME + " does not serve " + path));
        }
        CosineRanking ranking = CosineRanking.read(body);
        checkInputCount(ranking.list(), ranking.texts().size());
        List<Tokens> inputs =
                run(
                        () ->
                                tokens(
                                        ranking.inputs(),
                                        ranking::name,
                                        ranking.truncate(),
                                        cancellation),
                        cancellation);
        float[] question = vector(inputs.getFirst(), cancellation);
        double[] scores = new double[inputs.size() - 1];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = CosineRanking.cosine(question, vector(inputs.get(i + 1), cancellation));
        }
        long tokens = inputs.stream().mapToLong(input -> input.ids().length).sum();
        return ranking.answer(NAME, scores, tokens);
    }

    private float[] vector(Tokens input, Cancellation cancellation) {
        return run(() -> model.session().vector(input.ids()), cancellation);
    }

    private static void checkDimensions(OptionalInt dimensions) {
        if (dimensions.isPresent() && dimensions.getAsInt() != BgeSession.DIMENSIONS) {
            throw invalid(
                    "dimensions",
                    "dimensions: "
                            + dimensions.getAsInt()
                            + " (expected: "
                            + BgeSession.DIMENSIONS
                            + ", or leave it out; a shortened vector of "
                            + NAME
                            + " has no meaning)");
        }
    }

    private static void checkInputCount(String name, int inputs) {
        if (inputs > MAX_INPUTS) {
            throw invalid(
                    name,
                    name
                            + ": "
                            + inputs
                            + " texts (expected: at most "
                            + MAX_INPUTS
                            + "; ask for the others in another request)");
        }
    }

    private static List<String> texts(List<EmbeddingInput> inputs) {
        List<String> texts = new ArrayList<>(inputs.size());
        for (EmbeddingInput input : inputs) {
            switch (input) {
                case EmbeddingInput.Text(String text) -> texts.add(text);
                case EmbeddingInput.Tokens _ ->
                        throw invalid(
                                "input",
                                "input: tokens (expected: text; "
                                        + NAME
                                        + " has its own tokenizer, and the token ids of another"
                                        + " one, such as OpenAI's, do not match its ids)");
            }
        }
        return texts;
    }

    private List<Tokens> tokens(
            List<String> texts,
            IntFunction<String> name,
            boolean truncate,
            Cancellation cancellation)
            throws BgeModel.UnavailableException {
        WordPiece wordPiece = model.wordPiece();
        List<Tokens> all = new ArrayList<>(texts.size());
        for (String text : texts) {
            checkNotCancelled(cancellation);
            Tokens tokens =
                    wordPiece.read(
                            text, BgeSession.MAX_TOKENS, () -> checkNotCancelled(cancellation));
            if (tokens.isCut() && !truncate) {
                throw tooLong(name.apply(all.size()), tokens.count());
            }
            all.add(tokens);
        }
        return all;
    }

    private static FailureException tooLong(String input, int tokens) {
        return new FailureException(
                new Failure.BackendRefused(
                        NAME,
                        400,
                        input
                                + ": "
                                + tokens
                                + " tokens (expected: at most "
                                + BgeSession.MAX_TOKENS
                                + ", the context length of "
                                + NAME
                                + ")",
                        Optional.of("invalid_request_error"),
                        Optional.of(input.split("[ \\[]", 2)[0]),
                        Optional.of("context_length_exceeded"),
                        Optional.empty()));
    }

    @Override
    public OptionalInt contextLength(String model) {
        return OptionalInt.of(BgeSession.MAX_TOKENS);
    }

    /**
     * {@inheritDoc}
     *
     * @throws FailureException with {@code BackendFailed} if the tokenizer cannot be loaded; with
     *     {@code Overloaded} if the queue is full or the step has waited too long; with {@code
     *     Cancelled} if the request is cancelled, the caller's thread is interrupted, or this
     *     backend is closed
     */
    @Override
    public OptionalInt countTokens(String name, String text, Cancellation cancellation) {
        int marks = 2;
        Tokens tokens =
                run(
                        () ->
                                model.wordPiece()
                                        .read(text, marks, () -> checkNotCancelled(cancellation)),
                        cancellation);
        return OptionalInt.of(tokens.count() - marks);
    }

    @Override
    public Optional<ModelDescription> describe(String name, boolean verbose) {
        return Optional.of(
                new ModelDescription(
                        Dialect.OLLAMA,
                        Json.Obj.EMPTY
                                .with("details", DETAILS)
                                .with(
                                        "model_info",
                                        Json.Obj.EMPTY
                                                .with("general.architecture", Json.of(ARCHITECTURE))
                                                .with(
                                                        ARCHITECTURE + ".context_length",
                                                        Json.of(BgeSession.MAX_TOKENS))
                                                .with(
                                                        ARCHITECTURE + ".embedding_length",
                                                        Json.of(BgeSession.DIMENSIONS)))
                                .with("capabilities", CAPABILITIES)));
    }

    /**
     * Runs a step on one of the threads and waits for it. An exception of the model or of ONNX
     * Runtime becomes a {@code BackendFailed}.
     */
    private <T> T run(Callable<T> step, Cancellation cancellation) {
        return threads.run(
                () -> {
                    try {
                        return step.call();
                    } catch (BgeModel.UnavailableException | OrtException e) {
                        throw new FailureException(
                                new Failure.BackendFailed(
                                        NAME,
                                        e instanceof OrtException
                                                ? "ONNX Runtime could not compute a vector"
                                                : String.valueOf(e.getMessage())));
                    }
                },
                cancellation);
    }

    private static void checkNotCancelled(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
    }

    private static FailureException invalid(String field, String message) {
        return new FailureException(new Failure.Invalid(field, message));
    }

    /**
     * Cancels the steps that wait, waits up to 5 s for those that run, and frees the model's memory
     * if none runs any more. Later requests fail with {@code Cancelled}.
     */
    @Override
    public void close() {
        if (threads.end(CLOSE_TIMEOUT)) {
            model.close();
        }
    }
}

package dev.chasqui.adapters.embed;

import ai.onnxruntime.OrtException;

import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.DescribeAbility;
import dev.chasqui.application.port.EmbedAbility;
import dev.chasqui.application.port.ModelDescription;
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
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The built-in backend that makes embeddings: one model, {@code chasqui-embed}, computed in this
 * process. It is loaded when the first text comes; where it cannot be, each request is told why.
 * Safe for use by several threads.
 */
public final class EmbedBackend
        implements Backend, EmbedAbility, TokenAbility, DescribeAbility, AutoCloseable {
    /** The name of the backend and of its one model. */
    public static final String NAME = "chasqui-embed";

    private static final System.Logger LOG = System.getLogger(EmbedBackend.class.getName());

    /** Their vectors are held until all are there, 1.5 KB each. */
    private static final int MOST_INPUTS = 8192;

    private static final String ARCHITECTURE = "bert";

    /**
     * A text takes at most 0.1 s, loading some 2 s; what then still runs is left to the process.
     */
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(5);

    private static final Json.Obj DETAILS =
            Json.Obj.EMPTY
                    .with("parent_model", Json.of(""))
                    .with("format", Json.of("onnx"))
                    .with("family", Json.of(ARCHITECTURE))
                    .with("families", new Json.Arr(List.of(Json.of(ARCHITECTURE))))
                    .with("parameter_size", Json.of("33.2M"))
                    .with("quantization_level", Json.of("INT8"));

    private static final Json CAPABILITIES = new Json.Arr(List.of(Json.of("embedding")));

    private static final Json.Obj LISTED =
            Json.Obj.EMPTY
                    .with("capabilities", CAPABILITIES)
                    .with("context_length", Json.of(BgeSession.LONGEST_TEXT));

    private final BgeModel model;
    private final EmbedThreads threads = new EmbedThreads(NAME);
    private final AtomicBoolean toldOfPlatform = new AtomicBoolean();

    /**
     * @param folder into which model and libraries are unpacked when the first text comes
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

    /** {@inheritDoc} It has none where there is no library for this platform. */
    @Override
    public List<ModelInfo> models() {
        if (!model.isForThisPlatform()) {
            if (!toldOfPlatform.getAndSet(true)) {
                LOG.log(
                        System.Logger.Level.INFO,
                        NAME + " is not there: it has no library for this platform");
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
                        LISTED));
    }

    /**
     * {@inheritDoc}
     *
     * @throws FailureException with {@code Invalid} if the vectors shall have another length, if
     *     there are too many inputs, or one is no text; with {@code BackendRefused} if one is too
     *     long and may not be cut; with {@code BackendFailed} if the model cannot be loaded; with
     *     {@code Overloaded}; with {@code Cancelled}
     */
    @Override
    public Answer embed(EmbeddingRequest request, Asker asker, Cancellation cancellation) {
        requireWholeVectors(request.dimensions());
        requireFew(request.inputs().size());
        List<String> texts = texts(request.inputs());
        List<Tokens> inputs = run(() -> tokens(texts, request, cancellation), cancellation);
        List<float[]> vectors = new ArrayList<>(inputs.size());
        int tokens = 0;
        for (Tokens input : inputs) {
            vectors.add(run(() -> model.session().vector(input.ids()), cancellation));
            tokens += input.ids().length;
        }
        return new Answer(new Embeddings(vectors, tokens));
    }

    private static void requireWholeVectors(OptionalInt dimensions) {
        if (dimensions.isPresent() && dimensions.getAsInt() != BgeSession.DIMENSIONS) {
            throw invalid(
                    "dimensions",
                    "dimensions: "
                            + dimensions.getAsInt()
                            + " (expected: "
                            + BgeSession.DIMENSIONS
                            + " or nothing; the vectors of "
                            + NAME
                            + " mean nothing when they are cut)");
        }
    }

    private static void requireFew(int inputs) {
        if (inputs > MOST_INPUTS) {
            throw invalid(
                    "input",
                    "input: "
                            + inputs
                            + " texts (expected: at most "
                            + MOST_INPUTS
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
                                        + " has a tokenizer of its own, and the numbers of another"
                                        + " one, such as OpenAI's, mean something else to it)");
            }
        }
        return texts;
    }

    private List<Tokens> tokens(
            List<String> texts, EmbeddingRequest request, Cancellation cancellation)
            throws BgeModel.UnavailableException {
        WordPiece wordPiece = model.wordPiece();
        List<Tokens> all = new ArrayList<>(texts.size());
        for (String text : texts) {
            checkpoint(cancellation);
            Tokens tokens =
                    wordPiece.read(text, BgeSession.LONGEST_TEXT, () -> checkpoint(cancellation));
            if (tokens.isCut() && !request.truncate()) {
                throw tooLong(all.size() + 1, texts.size(), tokens.count());
            }
            all.add(tokens);
        }
        return all;
    }

    private static FailureException tooLong(int input, int inputs, int tokens) {
        return new FailureException(
                new Failure.BackendRefused(
                        NAME,
                        400,
                        "input "
                                + input
                                + " of "
                                + inputs
                                + ": "
                                + tokens
                                + " tokens (expected: at most "
                                + BgeSession.LONGEST_TEXT
                                + ", which is what "
                                + NAME
                                + " reads)",
                        Optional.of("invalid_request_error"),
                        Optional.of("input"),
                        Optional.of("context_length_exceeded"),
                        Optional.empty()));
    }

    @Override
    public OptionalInt contextLength(String model) {
        return OptionalInt.of(BgeSession.LONGEST_TEXT);
    }

    /**
     * {@inheritDoc}
     *
     * @throws FailureException with {@code BackendFailed} if the tokenizer cannot be loaded; with
     *     {@code Overloaded}; with {@code Cancelled}
     */
    @Override
    public OptionalInt countTokens(String name, String text, Cancellation cancellation) {
        int marks = 2;
        Tokens tokens =
                run(
                        () -> model.wordPiece().read(text, marks, () -> checkpoint(cancellation)),
                        cancellation);
        return OptionalInt.of(tokens.count() - marks);
    }

    @Override
    public Optional<ModelDescription> describe(String name) {
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
                                                        Json.of(BgeSession.LONGEST_TEXT))
                                                .with(
                                                        ARCHITECTURE + ".embedding_length",
                                                        Json.of(BgeSession.DIMENSIONS)))
                                .with("capabilities", CAPABILITIES)));
    }

    /** Does a step on one of the threads; what it cannot do becomes a failure. */
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

    private static void checkpoint(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
    }

    private static FailureException invalid(String field, String message) {
        return new FailureException(new Failure.Invalid(field, message));
    }

    /** Gives up what waits, waits for what computes, and gives the model's memory back. */
    @Override
    public void close() {
        if (threads.end(PATIENCE_AT_END)) {
            model.close();
        }
    }
}

package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.gguf.GgufDetails;
import dev.chasqui.adapters.gguf.GgufException;
import dev.chasqui.adapters.hub.Hub;
import dev.chasqui.application.port.DescribeAbility;
import dev.chasqui.application.port.ModelDescription;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The descriptions of the pool's models by their files, in Ollama's words. Only detailed ones: a
 * short one needs no more than the list has. Thread-safe; it reads one file at a time, since its
 * vocabulary may fill much memory.
 */
final class FileDescriptions implements DescribeAbility {
    private static final String TEMPLATE = "tokenizer.chat_template";
    private static final String LICENSE = "general.license";

    /** The longest time that a caller waits for the files that others have read. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Function<String, Optional<PoolModelConfig>> models;
    private final Hub hub;
    private final Duration longestWait;
    private final Semaphore reader = new Semaphore(1, true);

    /**
     * @param models returns the config of a model of the pool
     * @param hub has the files of those that come from it
     */
    FileDescriptions(Function<String, Optional<PoolModelConfig>> models, Hub hub) {
        this(models, hub, LONGEST_WAIT);
    }

    FileDescriptions(
            Function<String, Optional<PoolModelConfig>> models, Hub hub, Duration longestWait) {
        this.models = models;
        this.hub = hub;
        this.longestWait = longestWait;
    }

    /**
     * {@inheritDoc} Empty also if its file is not here, or cannot be read.
     *
     * @throws FailureException with {@code Overloaded} if the files that others have asked for take
     *     too long
     */
    @Override
    public Optional<ModelDescription> describe(String model, boolean verbose) {
        return verbose ? readOne(model) : Optional.empty();
    }

    private Optional<ModelDescription> readOne(String model) {
        try {
            if (!reader.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new FailureException(
                        new Failure.Overloaded(
                                "the files of other models are still being read (expected: fewer"
                                        + " requests for details at a time)",
                                RETRY_AFTER));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
        try {
            return models.apply(model).flatMap(this::file).flatMap(this::read);
        } finally {
            reader.release();
        }
    }

    private Optional<Path> file(PoolModelConfig model) {
        return model.file().or(() -> model.hf().flatMap(hub::cached).map(List::getFirst));
    }

    private Optional<ModelDescription> read(Path file) {
        try {
            return Optional.of(
                    new ModelDescription(Dialect.OLLAMA, members(GgufDetails.read(file))));
        } catch (GgufException e) {
            return Optional.empty();
        }
    }

    private static Json.Obj members(GgufDetails details) {
        Map<String, Json> info = new LinkedHashMap<>(details.metadata().members());
        Json.Obj members = Json.Obj.EMPTY;
        if (info.remove(TEMPLATE) instanceof Json.Str template) {
            members = members.with("template", template);
        }
        if (info.get(LICENSE) instanceof Json.Str license) {
            members = members.with("license", license);
        }
        return members.with("model_info", new Json.Obj(info)).with("tensors", details.tensors());
    }
}

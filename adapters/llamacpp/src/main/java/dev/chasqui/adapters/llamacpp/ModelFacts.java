package dev.chasqui.adapters.llamacpp;

import dev.chasqui.adapters.processes.RecipeException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The facts that are listed of a model, loaded or not: those of its file's header, which is read
 * again when the file changes; if the file is not on this machine yet, those of its title.
 * Thread-safe.
 */
final class ModelFacts {
    private final LlamaServer server;
    private final Instant since;
    private volatile @Nullable ReadHeader read;

    /** The facts that were read of a file, with the state of the file at that time. */
    private record ReadHeader(Path file, long size, FileTime changed, ModelInfo info) {
        private boolean isOf(Path other, long bytes, FileTime time) {
            return file.equals(other) && size == bytes && changed.equals(time);
        }
    }

    /**
     * @param since the time of the first offer, which stands for the age of a file that is not here
     */
    ModelFacts(LlamaServer server, Instant since) {
        this.server = server;
        this.since = since;
    }

    /**
     * Returns the current facts; looks at the file, but reads its header only if it has changed.
     */
    ModelInfo look() {
        Optional<Path> here = server.model().file().here();
        if (here.isEmpty()) {
            return byName();
        }
        try {
            Path file = here.get();
            long size = Files.size(file);
            FileTime changed = Files.getLastModifiedTime(file);
            ReadHeader known = read;
            if (known == null || !known.isOf(file, size, changed)) {
                known =
                        new ReadHeader(
                                file, size, changed, ofFile(file, size, changed.toInstant()));
                read = known;
            }
            return known.info();
        } catch (IOException e) {
            return byName();
        }
    }

    /** Returns the known facts without a look at any file. */
    ModelInfo remembered() {
        ReadHeader known = read;
        return known == null ? byName() : known.info();
    }

    private ModelInfo ofFile(Path file, long size, Instant changed) {
        try {
            return ofHeader(server.header(file), changed);
        } catch (RecipeException e) {
            // A request for the model reports the failure.
            return info(
                    changed,
                    size,
                    details("unknown", title().parameterSize(), title().quantisation()),
                    Json.Obj.EMPTY);
        }
    }

    private ModelInfo ofHeader(ModelHeader header, Instant changed) {
        LlamaSettings settings = server.settings(header);
        int all = settings.context() > 0 ? settings.context() : header.contextLength();
        Json.Obj details =
                details(
                                header.architecture(),
                                Optional.of(count(header.parameters())),
                                Optional.of(header.quantisation()))
                        .with("embedding_length", Json.of(header.embeddingLength()));
        int context = all / settings.slots();
        return info(
                changed,
                header.size().bytes(),
                context > 0 ? details.with("context_length", Json.of(context)) : details,
                capabilities(new Capabilities(server.model()).of(header)));
    }

    private ModelInfo byName() {
        List<String> can = title().capabilities();
        return info(
                since,
                title().bytes().orElse(0),
                details("unknown", title().parameterSize(), title().quantisation()),
                can.isEmpty() ? Json.Obj.EMPTY : capabilities(can));
    }

    private ModelTitle title() {
        return new ModelTitle(server.model().file().title());
    }

    private ModelInfo info(Instant created, long size, Json.Obj details, Json.Obj listed) {
        return new ModelInfo(
                server.model().name(),
                Optional.of(created),
                size,
                Optional.empty(),
                Optional.of("chasqui"),
                details,
                listed);
    }

    private static Json.Obj details(
            String family, Optional<String> parameters, Optional<String> quantisation) {
        return Json.Obj.EMPTY
                .with("format", Json.of("gguf"))
                .with("family", Json.of(family))
                .with("parameter_size", Json.of(parameters.orElse("unknown")))
                .with("quantization_level", Json.of(quantisation.orElse("unknown")));
    }

    private static Json.Obj capabilities(List<String> all) {
        List<Json> words = new ArrayList<>();
        all.forEach(word -> words.add(Json.of(word)));
        return Json.Obj.EMPTY.with("capabilities", new Json.Arr(words));
    }

    /** Formats a count of weights as Ollama does: {@code 164K}, {@code 134.52M}, {@code 8.0B}. */
    static String count(long parameters) {
        if (parameters >= 1_000_000_000) {
            return decimals(parameters / 1e9, 1) + "B";
        }
        if (parameters >= 1_000_000) {
            return decimals(parameters / 1e6, 2) + "M";
        }
        return parameters >= 1_000 ? Math.round(parameters / 1e3) + "K" : "" + parameters;
    }

    /** Formats a number; a whole one has no decimals. */
    private static String decimals(double number, int digits) {
        return BigDecimal.valueOf(number)
                .setScale(number == Math.rint(number) ? 0 : digits, RoundingMode.HALF_EVEN)
                .toPlainString();
    }
}

package dev.chasqui.adapters.llamacpp;

import dev.chasqui.adapters.processes.Launch;
import dev.chasqui.adapters.processes.ProgramPath;
import dev.chasqui.adapters.processes.Recipe;
import dev.chasqui.adapters.processes.RecipeException;
import dev.chasqui.domain.size.ByteSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The recipe that starts llama.cpp's server, or a program that takes the same arguments, with a
 * model's file.
 */
record LlamaServer(LlamaProgram program, ModelHeaders headers, GpuPlacer gpus, LlamaModel model)
        implements Recipe {

    /**
     * The default context of a conversation in tokens; memory for the cache of a larger one is not
     * always available.
     */
    private static final int USUAL_CONTEXT = 8192;

    /**
     * The variable from which the server reads its key: everybody on the machine can read
     * arguments.
     */
    private static final String KEY_VARIABLE = "LLAMA_API_KEY";

    @Override
    public Prepared prepare(Consumer<String> progress)
            throws RecipeException, InterruptedException {
        requireProgram();
        Path file = model.file().get(progress);
        ModelHeader header = header(file);
        LlamaSettings settings = settings(header);
        ModelMemory memory = header.memory(settings);
        GpuPlacement placement = place(memory);
        return new Prepared(
                launch(file, header.purpose(), settings, placement),
                memory.footprint(placement.layers(), Math.max(1, placement.gpus())));
    }

    /**
     * Returns the settings of the model. The config's own arguments take precedence, as on the
     * command line.
     */
    LlamaSettings settings(ModelHeader header) {
        LlamaArguments arguments = model.arguments();
        int slots = arguments.slots().orElse(model.concurrency());
        return new LlamaSettings(
                arguments.context().orElseGet(() -> context(header) * model.concurrency()),
                slots,
                arguments.keys(),
                arguments.values(),
                arguments.value("--mmproj", "-mm").map(this::size).orElse(ByteSize.ZERO));
    }

    /** A missing file counts as empty: the server reports it. */
    private ByteSize size(String file) {
        try {
            return new ByteSize(Files.size(Path.of(file)));
        } catch (IOException | InvalidPathException e) {
            return ByteSize.ZERO;
        }
    }

    private GpuPlacement place(ModelMemory memory) {
        List<ByteSize> layers = memory.layers();
        int wanted = model.arguments().gpuLayers().or(model::gpuLayers).orElse(layers.size());
        int most = Math.min(layers.size(), wanted);
        // The server itself decides on which of several GPUs a projector goes.
        ByteSize each = memory.perGpu().plus(memory.projector());
        return gpus.place(layers.subList(layers.size() - most, layers.size()), each);
    }

    private void requireProgram() throws RecipeException {
        if (!ProgramPath.has(program.path())) {
            throw new RecipeException(
                    "pool.server: "
                            + program.path()
                            + " is not there (expected: llama.cpp's llama-server on the PATH, or"
                            + " its path)");
        }
    }

    /** Reads the header of the model's file. */
    ModelHeader header(Path file) throws RecipeException {
        return headers.read(file);
    }

    /** Returns the context of one conversation in tokens. */
    private int context(ModelHeader header) {
        return model.context()
                .orElseGet(
                        () ->
                                header.contextLength() == 0
                                        ? USUAL_CONTEXT
                                        : Math.min(header.contextLength(), USUAL_CONTEXT));
    }

    private Launch launch(
            Path file,
            ModelHeader.Purpose purpose,
            LlamaSettings settings,
            GpuPlacement placement) {
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(program.path(), "--model", file.toString(), "--alias", model.name()));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "${port}"));
        command.addAll(List.of("--ctx-size", Integer.toString(settings.context())));
        command.addAll(List.of("--parallel", Integer.toString(settings.slots())));
        switch (purpose) {
            case COMPLETION -> {}
            // Without this option the server refuses the only requests that the model can answer.
            case EMBEDDING -> command.add("--embeddings");
            case RERANKING -> command.add("--reranking");
        }
        if (placement.gpus() > 0) {
            command.addAll(List.of("--gpu-layers", Integer.toString(placement.layers())));
            command.addAll(List.of("--tensor-split", placement.tensorSplit()));
        } else {
            // The server may have GPUs of another make, which it finds itself.
            model.gpuLayers()
                    .ifPresent(
                            layers -> command.addAll(List.of("--gpu-layers", layers.toString())));
        }
        // The config's arguments come last, so that they take precedence.
        command.addAll(model.args());
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(KEY_VARIABLE, "${key}");
        if (placement.gpus() > 0) {
            environment.put("CUDA_VISIBLE_DEVICES", placement.visibleDevices());
        }
        environment.putAll(model.env());
        return new Launch(
                command, environment, model.health(), program.loadTimeout(), program.grace());
    }
}

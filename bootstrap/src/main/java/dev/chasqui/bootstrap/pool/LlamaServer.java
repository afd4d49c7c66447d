package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.config.PoolConfig;
import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.gguf.GgufException;
import dev.chasqui.adapters.gguf.GgufFile;
import dev.chasqui.adapters.gguf.LoadSettings;
import dev.chasqui.adapters.gguf.MemoryEstimate;
import dev.chasqui.adapters.gpus.Need;
import dev.chasqui.adapters.gpus.Placement;
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

/** How llama.cpp's server, or one that takes the same arguments, is started for a GGUF file. */
record LlamaServer(
        PoolConfig pool, Machine machine, PoolModelConfig model, String name, ModelFile source)
        implements Recipe {

    /** Of a conversation, where nothing else is said; the cache for more is not always there. */
    private static final int USUAL_CONTEXT = 8192;

    /** What stays free on a GPU: what others there need to go on. */
    private static final ByteSize GPU_RESERVE = ByteSize.ofMebibytes(256);

    /** The server reads its key from here; arguments can be read by everybody on the machine. */
    private static final String KEY_VARIABLE = "LLAMA_API_KEY";

    @Override
    public Prepared prepare(Consumer<String> progress)
            throws RecipeException, InterruptedException {
        requireProgram();
        Path file = source.get(progress);
        GgufFile header = read(file);
        LoadSettings settings = settings(header);
        MemoryEstimate estimate = MemoryEstimate.of(header, settings);
        Placement placement = place(estimate);
        return new Prepared(
                launch(file, header.purpose(), settings, placement),
                estimate.footprint(placement.layers(), Math.max(1, placement.shares().size())));
    }

    /** How it is loaded. What the config's own arguments say wins, on the command line too. */
    LoadSettings settings(GgufFile header) {
        LlamaArguments told = arguments();
        int slots = told.slots().orElse(model.concurrency());
        return LoadSettings.DEFAULT
                .withContext(
                        told.context().orElseGet(() -> context(header) * model.concurrency()),
                        slots)
                .withCache(told.keys(), told.values())
                .withProjector(told.value("--mmproj", "-mm").map(this::size).orElse(ByteSize.ZERO));
    }

    private LlamaArguments arguments() {
        return new LlamaArguments(model.args());
    }

    /** A file that is not there is the server's to complain of. */
    private ByteSize size(String file) {
        try {
            return new ByteSize(Files.size(Path.of(file)));
        } catch (IOException | InvalidPathException e) {
            return ByteSize.ZERO;
        }
    }

    /**
     * On which GPUs it goes: on what is free now; or, where that is not enough, on what others of
     * ours would leave, for which the pool will make them go.
     */
    private Placement place(MemoryEstimate estimate) {
        List<ByteSize> layers = estimate.layers();
        int wanted = arguments().gpuLayers().or(model::gpuLayers).orElse(layers.size());
        int most = Math.min(layers.size(), wanted);
        // On which of several GPUs a projector goes is the server's business.
        ByteSize each = estimate.perGpu().plus(estimate.projector());
        Need need = new Need(layers.subList(layers.size() - most, layers.size()), each);
        Placement now = Placement.of(need, machine.gpus(), GPU_RESERVE);
        return now.layers() == most
                ? now
                : Placement.of(need, machine.gpusWithoutOurs(), GPU_RESERVE);
    }

    private void requireProgram() throws RecipeException {
        String program = pool.server();
        if (!ProgramPath.has(program)) {
            throw new RecipeException(
                    "pool.server: "
                            + program
                            + " is not there (expected: llama.cpp's llama-server on the PATH, or"
                            + " its path)");
        }
    }

    private GgufFile read(Path file) throws RecipeException {
        try {
            return GgufFile.read(file);
        } catch (GgufException e) {
            throw new RecipeException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Tokens of one conversation. */
    private int context(GgufFile header) {
        return model.context()
                .orElseGet(
                        () ->
                                header.contextLength() == 0
                                        ? USUAL_CONTEXT
                                        : Math.min(header.contextLength(), USUAL_CONTEXT));
    }

    private Launch launch(
            Path file, GgufFile.Purpose purpose, LoadSettings settings, Placement placement) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(pool.server(), "--model", file.toString(), "--alias", name));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "${port}"));
        command.addAll(List.of("--ctx-size", Integer.toString(settings.context())));
        command.addAll(List.of("--parallel", Integer.toString(settings.slots())));
        switch (purpose) {
            case COMPLETION -> {}
            // Without its word it refuses what alone the model can.
            case EMBEDDING -> command.add("--embeddings");
            case RERANKING -> command.add("--reranking");
        }
        if (!placement.shares().isEmpty()) {
            command.addAll(List.of("--gpu-layers", Integer.toString(placement.layers())));
            command.addAll(List.of("--tensor-split", placement.tensorSplit()));
        } else {
            // Its GPUs may be of another make, which it knows itself.
            model.gpuLayers()
                    .ifPresent(
                            layers -> command.addAll(List.of("--gpu-layers", layers.toString())));
        }
        // What the config says comes last, and wins.
        command.addAll(model.args());
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(KEY_VARIABLE, "${key}");
        if (!placement.shares().isEmpty()) {
            environment.put("CUDA_VISIBLE_DEVICES", placement.visibleDevices());
        }
        environment.putAll(model.env());
        return new Launch(command, environment, model.health(), pool.loadTimeout(), pool.grace());
    }
}

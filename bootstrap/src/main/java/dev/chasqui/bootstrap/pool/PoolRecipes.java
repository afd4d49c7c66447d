package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.config.PoolConfig;
import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.gpus.GpuDemand;
import dev.chasqui.adapters.gpus.GpuInventory;
import dev.chasqui.adapters.gpus.Placement;
import dev.chasqui.adapters.hub.Hub;
import dev.chasqui.adapters.llamacpp.GpuPlacement;
import dev.chasqui.adapters.llamacpp.LlamaModel;
import dev.chasqui.adapters.llamacpp.LlamaProgram;
import dev.chasqui.adapters.llamacpp.LlamaRecipes;
import dev.chasqui.adapters.llamacpp.ModelFile;
import dev.chasqui.adapters.llamacpp.SlotFolder;
import dev.chasqui.adapters.processes.Launch;
import dev.chasqui.adapters.processes.Recipe;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.util.List;
import java.util.Optional;

/**
 * The recipes of a pool's models: it gives {@code adapters/llamacpp} the headers, GPUs and
 * downloads that it needs.
 *
 * @param config the configuration of the pool
 * @param hub the source of models that are not on this machine
 * @param llama the recipes for llama-server
 */
record PoolRecipes(PoolConfig config, Hub hub, LlamaRecipes llama) {

    /**
     * @param slots the folder of kept conversations, if they are kept
     */
    static PoolRecipes of(
            PoolConfig config, GpuInventory gpus, Hub hub, Optional<SlotFolder> slots) {
        LlamaProgram program =
                new LlamaProgram(config.server(), config.loadTimeout(), config.grace());
        return new PoolRecipes(
                config,
                hub,
                new LlamaRecipes(
                        program,
                        GgufHeader::read,
                        (layers, perGpu) -> place(gpus, layers, perGpu),
                        slots));
    }

    private static GpuPlacement place(GpuInventory gpus, List<ByteSize> layers, ByteSize perGpu) {
        Placement placement = gpus.place(new GpuDemand(layers, perGpu));
        return new GpuPlacement(
                placement.layers(),
                placement.shares().size(),
                placement.visibleDevices(),
                placement.tensorSplit());
    }

    /** Returns the recipe of a model. */
    Recipe recipe(String name, PoolModelConfig model) {
        return model.command().isEmpty()
                ? llama.of(llamaModel(name, model))
                : _ -> new Recipe.Prepared(command(model), Footprint.NONE);
    }

    private LlamaModel llamaModel(String name, PoolModelConfig model) {
        return new LlamaModel(
                name,
                model.hf()
                        .<ModelFile>map(hf -> new HubFile(hub, hf))
                        .orElseGet(() -> new ModelFile.Local(model.file().orElseThrow())),
                model.context(),
                model.concurrency(),
                model.gpuLayers(),
                model.args(),
                model.env(),
                model.health());
    }

    /**
     * The command may start a container, whose port belongs to a process that is no child of it; so
     * the owner of the port is not checked.
     */
    private Launch command(PoolModelConfig model) {
        return new Launch(
                model.command(),
                model.env(),
                model.health(),
                config.loadTimeout(),
                config.grace(),
                false);
    }
}

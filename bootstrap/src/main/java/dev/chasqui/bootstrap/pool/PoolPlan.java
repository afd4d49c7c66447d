package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.config.PoolConfig;
import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.gpus.GpuInventory;
import dev.chasqui.adapters.hub.Hub;
import dev.chasqui.adapters.llamacpp.LlamaRecipes;
import dev.chasqui.adapters.llamacpp.SlotFolder;
import dev.chasqui.adapters.processes.Recipe;
import dev.chasqui.application.pool.PooledModel;
import dev.chasqui.domain.model.HubModel;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The recipes that one configuration makes for the pool's models.
 *
 * @param config the configuration
 * @param pulled the models that clients have pulled
 * @param models the models by name, those of the folder and the pulled ones included
 * @param llama the facts about models of llama-server
 * @param recipes the recipes by the names of the models
 */
record PoolPlan(
        PoolConfig config,
        Map<String, HubModel> pulled,
        Map<String, PoolModelConfig> models,
        LlamaRecipes llama,
        Map<String, Recipe> recipes) {

    static PoolPlan of(
            PoolConfig config,
            Map<String, HubModel> pulled,
            GpuInventory gpus,
            Hub hub,
            Optional<SlotFolder> slots) {
        Map<String, PoolModelConfig> models = PoolModels.of(config, pulled);
        PoolRecipes recipes = PoolRecipes.of(config, gpus, hub, slots);
        Map<String, Recipe> byName = new LinkedHashMap<>();
        models.forEach((name, model) -> byName.put(name, recipes.recipe(name, model)));
        return new PoolPlan(config, pulled, models, recipes.llama(), byName);
    }

    List<PooledModel> pooled() {
        return models.entrySet().stream()
                .map(one -> pooled(one.getKey(), one.getValue(), config))
                .toList();
    }

    List<ModelInfo> infos() {
        return llama.infos(models.keySet()).stream()
                .map(info -> info.answering(kinds(info.id())))
                .toList();
    }

    private List<ModelKind> kinds(String name) {
        PoolModelConfig model = models.get(name);
        return model == null ? List.of() : model.kinds();
    }

    private static PooledModel pooled(String name, PoolModelConfig model, PoolConfig config) {
        return new PooledModel(
                        name,
                        model.memory().isEmpty() && model.gpuMemory().isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        new Footprint(
                                                model.memory().orElse(ByteSize.ZERO),
                                                model.gpuMemory().orElse(ByteSize.ZERO))),
                        model.concurrency(),
                        model.ttl().or(config::ttl),
                        model.pinned(),
                        model.priority(),
                        model.group())
                .withRecipe(fingerprint(model, config));
    }

    /**
     * Returns all settings with which a model's server is started; a model with other ones is
     * loaded again.
     */
    private static String fingerprint(PoolModelConfig model, PoolConfig config) {
        return List.of(
                        model.file(),
                        model.hf(),
                        model.command(),
                        model.health(),
                        model.context(),
                        model.concurrency(),
                        model.gpuLayers(),
                        model.args(),
                        new TreeMap<>(model.env()),
                        config.server(),
                        config.loadTimeout(),
                        config.grace(),
                        config.timeouts())
                .toString();
    }
}

package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.config.PoolConfig;
import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.gguf.GgufException;
import dev.chasqui.bootstrap.check.StartFailure;
import dev.chasqui.domain.model.HubModel;
import dev.chasqui.domain.model.ModelName;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The models of the pool from their three sources. Stateless. */
final class PoolModels {
    private static final System.Logger LOG = System.getLogger(PoolModels.class.getName());

    private PoolModels() {}

    /** Returns the pulled models, those of the folder and the described ones; the last win. */
    static Map<String, PoolModelConfig> of(PoolConfig config, Map<String, HubModel> pulled) {
        Map<String, PoolModelConfig> models = new LinkedHashMap<>();
        pulled.forEach(
                (name, hub) ->
                        models.put(name, PoolModelConfig.of(Optional.empty(), Optional.of(hub))));
        config.folder().ifPresent(folder -> putAll(models, inFolder(folder)));
        putAll(models, config.models());
        return models;
    }

    private static void putAll(
            Map<String, PoolModelConfig> models, Map<String, PoolModelConfig> more) {
        more.forEach(
                (name, model) -> {
                    models.keySet().removeIf(other -> ModelName.same(other, name));
                    models.put(name, model);
                });
    }

    private static Map<String, PoolModelConfig> inFolder(Path folder) {
        try {
            PoolFolder found = PoolFolder.of(folder);
            found.notice().ifPresent(line -> LOG.log(System.Logger.Level.WARNING, line));
            return found.models();
        } catch (GgufException e) {
            throw new StartFailure("pool.folder: " + e.getMessage());
        }
    }
}

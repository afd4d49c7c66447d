package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.config.PoolConfig;
import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.hub.Hub;
import dev.chasqui.adapters.processes.Launch;
import dev.chasqui.adapters.processes.ProgramHelp;
import dev.chasqui.adapters.processes.Recipe;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.size.Footprint;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The recipe of each model, and what is known of those that were prepared once. */
final class Recipes {
    /** For saving slots, and for restoring them: somebody waits for the place, or the model. */
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(8);

    private final PoolConfig config;
    private final Machine machine;
    private final Hub hub;
    private final ProgramHelp help;
    private final Optional<SlotFolder> slots;
    private final Map<String, ModelInfo> known = new ConcurrentHashMap<>();

    /**
     * @param slots where conversations are kept, if they are
     */
    Recipes(PoolConfig config, Machine machine, Hub hub, Optional<SlotFolder> slots) {
        this.config = config;
        this.machine = machine;
        this.hub = hub;
        this.help = new ProgramHelp(config.server());
        this.slots = slots;
    }

    Recipe of(String name, PoolModelConfig model) {
        if (!model.command().isEmpty()) {
            return progress -> new Recipe.Prepared(command(model), Footprint.NONE);
        }
        ModelFile file =
                model.hf()
                        .<ModelFile>map(hf -> new ModelFile.OfHub(hub, hf))
                        .orElseGet(() -> new ModelFile.Local(model.file().orElseThrow()));
        return new LlamaOptions(
                new LlamaServer(config, machine, model, name, file, info -> known.put(name, info)),
                model,
                help,
                slots.map(folder -> new SlotKeeper(folder, name, SLOT_PATIENCE)));
    }

    /** It may be that of a container, whose port is held by nobody that it has started. */
    private Launch command(PoolModelConfig model) {
        return new Launch(
                model.command(),
                model.env(),
                model.health(),
                config.loadTimeout(),
                config.grace(),
                false);
    }

    /** What is listed of a model. */
    ModelInfo info(String name) {
        return known.getOrDefault(name, ModelInfo.of(name));
    }
}

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
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The recipe of each model, and what is known of it. */
final class Recipes {
    /** For saving slots, and for restoring them: somebody waits for the place, or the model. */
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(8);

    /** Less than anybody waits for a list of models. */
    private static final Duration LOOK = Duration.ofSeconds(4);

    private final PoolConfig config;
    private final Machine machine;
    private final Hub hub;
    private final ProgramHelp help;
    private final Optional<SlotFolder> slots;
    private final Instant since = Instant.now();
    private volatile Runnable whenPrepared = () -> {};
    private final Map<String, ModelFacts> facts = new ConcurrentHashMap<>();

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
        LlamaServer server = new LlamaServer(config, machine, model, name, file);
        facts.put(name, new ModelFacts(server, since));
        Recipe recipe =
                new LlamaOptions(
                        server,
                        model,
                        help,
                        slots.map(folder -> new SlotKeeper(folder, name, SLOT_PATIENCE)));
        return progress -> {
            Recipe.Prepared prepared = recipe.prepare(progress);
            whenPrepared.run();
            return prepared;
        };
    }

    /** Says what is run each time a model is prepared: of one that has come more is known now. */
    void whenPrepared(Runnable told) {
        whenPrepared = told;
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

    /**
     * What is listed of the models, in their order. Looks at their files until the time is over; of
     * the others what was seen before, or their names, has to do until it is asked again.
     */
    List<ModelInfo> infos(Collection<String> names) {
        long end = System.nanoTime() + LOOK.toNanos();
        return names.stream().map(name -> info(name, System.nanoTime() < end)).toList();
    }

    private ModelInfo info(String name, boolean look) {
        ModelFacts known = facts.get(name);
        if (known == null) {
            return ModelInfo.of(name, since);
        }
        return look ? known.look() : known.remembered();
    }
}

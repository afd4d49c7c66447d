package dev.chasqui.adapters.llamacpp;

import dev.chasqui.adapters.processes.ProgramHelp;
import dev.chasqui.adapters.processes.Recipe;
import dev.chasqui.domain.model.ModelInfo;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The recipes of all models that llama-server serves, and the facts that are listed of these
 * models. Thread-safe.
 */
public final class LlamaRecipes {
    /** The timeout of saving slots, and of restoring them: a caller waits for each. */
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(8);

    /**
     * The time limit for looking at all models' files; shorter than the timeout of a list of
     * models.
     */
    private static final Duration LOOK = Duration.ofSeconds(4);

    private final LlamaProgram program;
    private final ModelHeaders headers;
    private final GpuPlacer gpus;
    private final ProgramHelp help;
    private final Optional<SlotFolder> slots;
    private final Instant since = Instant.now();
    private volatile Runnable whenPrepared = () -> {};
    private final Map<String, ModelFacts> facts = new ConcurrentHashMap<>();

    /**
     * Creates the recipes without any model.
     *
     * @param slots the folder of saved conversations, if they are to be saved
     */
    public LlamaRecipes(
            LlamaProgram program,
            ModelHeaders headers,
            GpuPlacer gpus,
            Optional<SlotFolder> slots) {
        this.program = program;
        this.headers = headers;
        this.gpus = gpus;
        this.help = new ProgramHelp(program.path());
        this.slots = slots;
    }

    /** Returns the recipe of a model, which is listed from now on. */
    public Recipe of(LlamaModel model) {
        LlamaServer server = new LlamaServer(program, headers, gpus, model);
        facts.put(model.name(), new ModelFacts(server, since));
        Recipe recipe =
                new LlamaOptions(
                        server,
                        model,
                        help,
                        slots.map(folder -> new SlotKeeper(folder, model.name(), SLOT_PATIENCE)));
        return progress -> {
            Recipe.Prepared prepared = recipe.prepare(progress);
            whenPrepared.run();
            return prepared;
        };
    }

    /**
     * Sets the action that runs each time a model has been prepared: more facts about a downloaded
     * one are known then.
     */
    public void whenPrepared(Runnable told) {
        whenPrepared = told;
    }

    /**
     * Returns the listed facts of models, in their order. It looks at their files until the time
     * limit; models after that are listed with the facts that were read before, or with those of
     * their names, until the next call. So are models that have no recipe here.
     */
    public List<ModelInfo> infos(Collection<String> names) {
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

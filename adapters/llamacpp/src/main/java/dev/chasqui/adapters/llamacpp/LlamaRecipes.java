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

/** The recipes of all models that a llama-server serves, and what is known of these models. */
public final class LlamaRecipes {
    /** The longest time for saving slots, and for restoring them: somebody waits for that. */
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(8);

    /** The longest look at all models' files; less than anybody waits for a list of models. */
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
     * Knows no model yet.
     *
     * @param slots where conversations are kept, if they are
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

    /** The recipe of a model, which is listed from now on. */
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

    /** Says what is run each time a model is prepared: of one that has come more is known now. */
    public void whenPrepared(Runnable told) {
        whenPrepared = told;
    }

    /**
     * What is listed of the models, in their order. It looks at their files until the time is over;
     * of the others what was seen before, or their names, has to do until it is asked again, as it
     * has of models that have no recipe here.
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

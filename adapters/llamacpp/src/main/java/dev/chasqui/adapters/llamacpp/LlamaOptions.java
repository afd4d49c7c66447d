package dev.chasqui.adapters.llamacpp;

import dev.chasqui.adapters.processes.ConversationKeeper;
import dev.chasqui.adapters.processes.ProgramHelp;
import dev.chasqui.adapters.processes.Recipe;
import dev.chasqui.adapters.processes.RecipeException;
import dev.chasqui.domain.model.ShardName;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The recipe that adds the options which only newer llama-servers know, if the config does not set
 * them itself: how much RAM its cache of prompts may take, and where it saves slots.
 *
 * @param recipe how it is started without that
 * @param keeper saves its slots, where that is wanted
 */
record LlamaOptions(Recipe recipe, LlamaModel model, ProgramHelp help, Optional<SlotKeeper> keeper)
        implements Recipe {
    private static final System.Logger LOG = System.getLogger(LlamaOptions.class.getName());

    /**
     * What the cache of prompts gets. A server that is told nothing lets it grow to 8 GiB, of which
     * no budget would know.
     */
    static final int CACHE_MEBIBYTES = 512;

    private static final String CACHE = "--cache-ram";
    private static final String SAVE = "--slot-save-path";

    @Override
    public Prepared prepare(Consumer<String> progress)
            throws RecipeException, InterruptedException {
        Prepared plain = recipe.prepare(progress);
        List<String> more = new ArrayList<>();
        ByteSize cache = cache(more);
        Optional<ConversationKeeper> conversations = conversations(plain.launch().command(), more);
        return new Prepared(
                plain.launch().with(more),
                plain.estimate().plus(Footprint.ofRam(cache)),
                plain.growth().plus(cache),
                conversations);
    }

    /** What the cache of prompts will take. */
    private ByteSize cache(List<String> more) throws InterruptedException {
        Optional<String> told =
                model.arguments()
                        .value(CACHE, "-cram")
                        .or(() -> Optional.ofNullable(model.env().get("LLAMA_ARG_CACHE_RAM")));
        if (told.isPresent()) {
            return told.get().matches("\\d{1,9}")
                    ? ByteSize.ofMebibytes(Long.parseLong(told.get()))
                    : ByteSize.ZERO;
        }
        if (!help.knows(CACHE, model.env())) {
            return ByteSize.ZERO;
        }
        more.addAll(List.of(CACHE, Integer.toString(CACHE_MEBIBYTES)));
        return ByteSize.ofMebibytes(CACHE_MEBIBYTES);
    }

    private Optional<ConversationKeeper> conversations(List<String> command, List<String> more)
            throws InterruptedException {
        if (keeper.isEmpty()
                || model.arguments().value(SAVE).isPresent()
                || model.env().containsKey("LLAMA_ARG_SLOT_SAVE_PATH")
                || !help.knows(SAVE, model.env())) {
            return Optional.empty();
        }
        try {
            Optional<SlotKeeper.Run> run = keeper.get().run(identity(command));
            // llama.cpp puts the name of a file right behind it.
            run.ifPresent(one -> more.addAll(List.of(SAVE, one.folder() + "/")));
            return run.map(one -> one);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "conversations are not kept: " + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /**
     * All that what is in a slot depends on: the program, the model's files, the context and what
     * the config adds, with the files that this names. On which GPUs it lies is not among it.
     */
    private String identity(List<String> command) throws IOException {
        StringJoiner all = new StringJoiner("\n");
        all.add(file(Path.of(command.getFirst())));
        for (Path part : parts(command.get(command.indexOf("--model") + 1))) {
            all.add(file(part));
        }
        all.add("context " + model.context() + " slots " + model.concurrency());
        for (String word : model.args()) {
            all.add(word.startsWith("-") ? word : file(Path.of(word)));
        }
        model.env().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(one -> all.add(one.getKey() + "=" + one.getValue()));
        return all.toString();
    }

    private static List<Path> parts(String first) {
        Optional<ShardName> name = ShardName.of(first);
        if (name.isEmpty()) {
            return List.of(Path.of(first));
        }
        return IntStream.rangeClosed(1, name.get().count())
                .mapToObj(number -> Path.of(name.get().at(number).toString()))
                .toList();
    }

    /** A word that is no file stands for itself. */
    private static String file(Path path) throws IOException {
        return Files.isRegularFile(path)
                ? path.toRealPath()
                        + " "
                        + Files.size(path)
                        + " "
                        + Files.getLastModifiedTime(path).toMillis()
                : path.toString();
    }
}

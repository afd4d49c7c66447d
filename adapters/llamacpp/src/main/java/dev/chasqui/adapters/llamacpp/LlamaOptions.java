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
 * The recipe that adds options which only newer versions of llama-server have, if the config does
 * not set them itself: the limit of its prompt cache in RAM, and the folder of saved slots.
 *
 * @param recipe the recipe without these options
 * @param model the model
 * @param help the options that the program has
 * @param keeper the keeper of its slots, if they are to be saved
 */
record LlamaOptions(Recipe recipe, LlamaModel model, ProgramHelp help, Optional<SlotKeeper> keeper)
        implements Recipe {
    private static final System.Logger LOG = System.getLogger(LlamaOptions.class.getName());

    /**
     * The limit of the prompt cache in MiB. Without the option the cache grows to 8 GiB, which no
     * budget would include.
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

    /**
     * Returns the memory that the prompt cache may take, and adds its option if the config has
     * none.
     */
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
        if (!help.hasOption(CACHE, model.env())) {
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
                || !help.hasOption(SAVE, model.env())) {
            return Optional.empty();
        }
        try {
            Optional<SlotKeeper.Run> run = keeper.get().run(identity(command));
            // llama.cpp appends the name of a file directly.
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
     * Returns a text of everything that the content of a slot depends on: the program, the model's
     * files, the context and the config's arguments, with the files that they name. The choice of
     * GPUs is not part of it.
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

    /** Returns a text that changes with the file; a word that is no file is returned as it is. */
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

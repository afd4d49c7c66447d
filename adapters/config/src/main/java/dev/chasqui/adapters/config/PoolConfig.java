package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.size.ByteSize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The models that the server loads itself when somebody asks for them. */
public record PoolConfig(
        @Key(
                        help =
                                "The program that serves a model, by name or path. Models with a"
                                        + " `command` do not use it.",
                        fallback = "llama-server",
                        rule = TextRules.Program.class)
                String server,
        @Key(
                        help = "How many may be in memory at a time.",
                        fallback = "4",
                        least = "1",
                        most = "1000")
                int maxModels,
        @Key(
                        help = "How much of the machine's memory they may take together.",
                        unset = "three quarters of it",
                        least = "0B",
                        most = "1024TiB")
                Optional<ByteSize> memory,
        @Key(
                        help = "How much of the memory of all GPUs they may take together.",
                        unset = "what is free at start",
                        least = "0B",
                        most = "1024TiB")
                Optional<ByteSize> gpuMemory,
        @Key(
                        help =
                                "How many requests may wait for models. One more is refused with"
                                        + " 503.",
                        fallback = "256",
                        least = "1",
                        most = "100000")
                int maxWaiting,
        @Key(
                        help = "How long a request may wait for its model.",
                        fallback = "10m",
                        least = "1ms",
                        most = "24h")
                Duration maxWait,
        @Key(
                        help = "How long a model's server may take until it is ready.",
                        fallback = "10m",
                        least = "1ms",
                        most = "24h")
                Duration loadTimeout,
        @Key(
                        help =
                                "How long a model's server has to end when it is told to, before it"
                                        + " is killed.",
                        fallback = "10s",
                        least = "1ms",
                        most = "24h")
                Duration grace,
        @Key(
                        help = "How long a model may be unused before it leaves.",
                        unset = "until its place is needed",
                        least = "0s",
                        most = "3650d")
                Optional<Duration> ttl,
        @Key(
                        help =
                                "How long a model's server may keep an exchange waiting once it is"
                                    + " ready. At the end of a wait the caller gets a 504, or the"
                                    + " next backend of the model is asked if nothing has come"
                                    + " yet.")
                BackendTimeouts timeouts,
        @Key(
                        help =
                                "A folder whose GGUF files are models, by their names, as far as a"
                                    + " config could have such names. It is read at start and at"
                                    + " each reload.",
                        rule = TextRules.FilePath.class)
                Optional<Path> folder,
        @Key(
                        help = "Where downloaded models are kept.",
                        unset = "the cache of the Hugging Face hub's own tools",
                        rule = TextRules.FilePath.class,
                        restart = true)
                Optional<Path> cache,
        @Key(
                        help =
                                "Whether what a model's server knows of its conversations is"
                                    + " written to the data folder when it leaves, 2 GiB at most,"
                                    + " and read when it comes back, so that prompts need not be"
                                    + " read again. Conversations lie on the disk then, readable by"
                                    + " the owner alone; false deletes them at the next start.",
                        fallback = "false",
                        restart = true)
                boolean keepConversations,
        @Key(
                        help =
                                "The models that are described one by one, by the names that"
                                        + " clients ask for.",
                        names = TextRules.ModelName.class)
                Map<String, PoolModelConfig> models) {

    public PoolConfig {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }

    /** The same with one more model, or with another one of that name. */
    PoolConfig with(String name, PoolModelConfig model) {
        Map<String, PoolModelConfig> more = new LinkedHashMap<>(models);
        more.keySet().removeIf(other -> ModelName.same(other, name));
        more.put(name, model);
        return RecordType.of(PoolConfig.class).with(this, "models", more);
    }

    /** Whether there is anything in it that could be loaded. */
    public boolean isUsed() {
        return folder.isPresent() || !models.isEmpty();
    }

    /** Reports what is wrong across keys. */
    void check(Section section) {
        new PoolRoom(this).check(section);
        checkNames(section);
        Set<String> names = new HashSet<>();
        models.keySet().forEach(name -> names.add(ModelName.withTag(name)));
        models.forEach(
                (name, model) -> model.check(section.section("models").section(name), names));
    }

    private void checkNames(Section section) {
        Set<String> names = new HashSet<>();
        for (String name : models.keySet()) {
            if (!names.add(ModelName.withTag(name))) {
                section.section("models")
                        .section(name)
                        .problem(
                                "the name of another model too (expected: another name; one without"
                                        + " a tag means :latest)");
            }
        }
    }
}

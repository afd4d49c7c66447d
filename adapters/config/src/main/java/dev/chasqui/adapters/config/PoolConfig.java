package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.rules.TextRules;
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

/** The configuration of the models that the server loads itself when they are asked for. */
public record PoolConfig(
        @Key(
                        help =
                                "The program that serves a model, by name or path. Models with a"
                                        + " `command` do not use it.",
                        fallback = "llama-server",
                        rule = TextRules.Program.class)
                String server,
        @Key(
                        help = "The number of models in memory at a time.",
                        fallback = "4",
                        least = "1",
                        most = "1000")
                int maxModels,
        @Key(
                        help = "The memory of this machine that they may take together.",
                        unset = "three quarters of it",
                        least = "0B",
                        most = "1024TiB")
                Optional<ByteSize> memory,
        @Key(
                        help = "The memory of all GPUs that they may take together.",
                        unset = "what is free at start",
                        least = "0B",
                        most = "1024TiB")
                Optional<ByteSize> gpuMemory,
        @Key(
                        help =
                                "The number of requests that may wait for models. Further ones are"
                                        + " refused with 503.",
                        fallback = "256",
                        least = "1",
                        most = "100000")
                int maxWaiting,
        @Key(
                        help = "The longest wait of a request for its model.",
                        fallback = "10m",
                        least = "1ms",
                        most = "24h")
                Duration maxWait,
        @Key(
                        help = "The longest time until a model's server is ready.",
                        fallback = "10m",
                        least = "1ms",
                        most = "24h")
                Duration loadTimeout,
        @Key(
                        help =
                                "The time that a model's server gets to end after it was told to,"
                                        + " before it is killed.",
                        fallback = "10s",
                        least = "1ms",
                        most = "24h")
                Duration grace,
        @Key(
                        help = "The idle time after which a model is unloaded.",
                        unset = "it stays until its place is needed",
                        least = "0s",
                        most = "3650d")
                Optional<Duration> ttl,
        @Key(
                        help =
                                "The longest waits of an exchange for a model's server that is"
                                    + " ready. When one has passed, the caller gets a 504, or the"
                                    + " next backend of the model is asked if nothing has arrived"
                                    + " yet.")
                BackendTimeouts timeouts,
        @Key(
                        help =
                                "A folder whose GGUF files are models under their own names, if"
                                    + " these are valid names of models. It is read at start and at"
                                    + " each reload.",
                        rule = TextRules.FilePath.class)
                Optional<Path> folder,
        @Key(
                        help = "The folder of downloaded models.",
                        unset = "the cache of the Hugging Face hub's own tools",
                        rule = TextRules.FilePath.class,
                        restart = true)
                Optional<Path> cache,
        @Key(
                        help =
                                "If true, the conversations in the memory of a model's server are"
                                    + " written to the data folder when it is unloaded, 2 GiB at"
                                    + " most, and read when it is loaded again, so that prompts"
                                    + " need not be processed again. Only the owner of the folder"
                                    + " can read them; false deletes them at the next start.",
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

    /** Returns this configuration with a model added, or replaced if there is one of that name. */
    PoolConfig with(String name, PoolModelConfig model) {
        Map<String, PoolModelConfig> more = new LinkedHashMap<>(models);
        more.keySet().removeIf(other -> ModelName.same(other, name));
        more.put(name, model);
        return RecordType.of(PoolConfig.class).with(this, "models", more);
    }

    /** Returns true if it has a model or a folder of models. */
    public boolean isUsed() {
        return folder.isPresent() || !models.isEmpty();
    }

    /** Reports mistakes that span several keys. */
    void check(Section section) {
        new PoolLimitsCheck(this).check(section);
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

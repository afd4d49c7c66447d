package dev.chasqui.adapters.config;

import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.size.ByteSize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The models that the server loads itself when somebody asks for them.
 *
 * @param server the program that serves a model, by name or path (default {@code llama-server});
 *     models with a {@code command} do not use it
 * @param maxModels how many may be in memory at a time (default 4)
 * @param memory how much of the machine's memory they may take together (default: three quarters of
 *     it)
 * @param gpuMemory how much of the memory of all GPUs they may take together (default: what is free
 *     at start)
 * @param maxWaiting how many requests may wait for models (default 256); one more is refused
 * @param maxWait how long a request may wait for its model (default 10 min)
 * @param loadTimeout how long a model's server may take until it is ready (default 10 min)
 * @param grace how long a model's server has to end when it is told to, before it is killed
 *     (default 10 s)
 * @param ttl how long a model may be unused before it leaves (default: until its place is needed)
 * @param timeouts how long a model's server may keep an exchange waiting once it is ready
 * @param folder a folder whose GGUF files are models, by their names (default: none)
 * @param cache where downloaded models are kept (default: the cache of the Hugging Face hub's own
 *     tools)
 * @param keepConversations whether what a model's server knows of its conversations is written to
 *     the data folder when it leaves, 2 GiB at most, and read when it comes back, so that prompts
 *     need not be read again (default false: they lie on the disk then, for the owner alone)
 * @param models those that are described one by one, by the names that clients ask for (default:
 *     none)
 */
public record PoolConfig(
        String server,
        int maxModels,
        Optional<ByteSize> memory,
        Optional<ByteSize> gpuMemory,
        int maxWaiting,
        Duration maxWait,
        Duration loadTimeout,
        Duration grace,
        Optional<Duration> ttl,
        BackendTimeouts timeouts,
        Optional<Path> folder,
        Optional<Path> cache,
        boolean keepConversations,
        Map<String, PoolModelConfig> models) {

    private static final Kind<Duration> WAIT =
            Kinds.duration(Duration.ofMillis(1), Duration.ofHours(24));

    public PoolConfig {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }

    /** The same with one more model, or with another one of that name. */
    PoolConfig with(String name, PoolModelConfig model) {
        Map<String, PoolModelConfig> more = new LinkedHashMap<>(models);
        more.keySet().removeIf(other -> ModelName.same(other, name));
        more.put(name, model);
        return new PoolConfig(
                server,
                maxModels,
                memory,
                gpuMemory,
                maxWaiting,
                maxWait,
                loadTimeout,
                grace,
                ttl,
                timeouts,
                folder,
                cache,
                keepConversations,
                more);
    }

    /** Whether there is anything in it that could be loaded. */
    public boolean isUsed() {
        return folder.isPresent() || !models.isEmpty();
    }

    static PoolConfig read(Section section) {
        PoolConfig pool = of(section);
        new PoolRoom(pool).check(section);
        return pool;
    }

    private static PoolConfig of(Section section) {
        return new PoolConfig(
                section.value("server", Kinds.PROGRAM, "llama-server"),
                section.value("maxModels", Kinds.integer(1, 1_000), 4),
                section.value("memory", PoolModelConfig.MEMORY),
                section.value("gpuMemory", PoolModelConfig.MEMORY),
                section.value("maxWaiting", Kinds.integer(1, 100_000), 256),
                section.value("maxWait", WAIT, Duration.ofMinutes(10)),
                section.value("loadTimeout", WAIT, Duration.ofMinutes(10)),
                section.value("grace", WAIT, Duration.ofSeconds(10)),
                section.value("ttl", PoolModelConfig.TTL),
                BackendTimeouts.read(section.section("timeouts")),
                section.value("folder", Kinds.PATH),
                section.value("cache", Kinds.PATH),
                section.value("keepConversations", Kinds.FLAG, false),
                PoolModelConfig.readAll(section));
    }
}

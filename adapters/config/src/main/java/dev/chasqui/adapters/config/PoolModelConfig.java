package dev.chasqui.adapters.config;

import dev.chasqui.domain.model.HubModel;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.size.ByteSize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One model of the pool. It is a {@code file}, comes from a hub ({@code hf}), or is whatever a
 * {@code command} serves; one of the three must be given.
 *
 * @param file a GGUF file, of a model in several files the first
 * @param hf a model of the Hugging Face hub, as {@code ORG/REPO:VARIANT}; downloaded when it is
 *     asked for first
 * @param command a program of another kind and its arguments; in them, and in {@code env}, {@code
 *     ${port}} and {@code ${key}} stand for the port of 127.0.0.1 on which it shall listen and the
 *     key that it may ask for
 * @param health the path that such a program answers with 200 when it is ready (default {@code
 *     /health})
 * @param context how many tokens one conversation may have (default: 8192, or fewer if the model
 *     cannot more)
 * @param gpuLayers how many layers shall be on GPUs (default: as many as fit)
 * @param args more arguments for the server
 * @param env environment variables of its process; it inherits only few
 * @param aliases other names that clients may ask for
 * @param ttl how long it may be unused before it leaves (default: that of the pool)
 * @param pinned whether it never leaves for another one (default false)
 * @param preload whether it is loaded when the server starts (default false)
 * @param priority of those who wait, a higher one goes first; of those that may leave, a lower one
 *     (default 0)
 * @param memory what it is expected to take of the machine's memory (default: by its file)
 * @param gpuMemory what it is expected to take of the GPUs' (default: by its file)
 * @param concurrency how many requests it answers at a time (default 4); further ones wait
 * @param group models of different groups are never loaded at the same time (default: it goes with
 *     all)
 */
public record PoolModelConfig(
        Optional<Path> file,
        Optional<HubModel> hf,
        List<String> command,
        String health,
        Optional<Integer> context,
        Optional<Integer> gpuLayers,
        List<String> args,
        Map<String, String> env,
        List<String> aliases,
        Optional<Duration> ttl,
        boolean pinned,
        boolean preload,
        int priority,
        Optional<ByteSize> memory,
        Optional<ByteSize> gpuMemory,
        int concurrency,
        Optional<String> group) {

    static final Kind<Duration> TTL = Kinds.duration(Duration.ZERO, Duration.ofDays(3650));
    static final Kind<ByteSize> MEMORY = Kinds.size(ByteSize.ZERO, ByteSize.ofMebibytes(1L << 30));

    /** What the name of a model is, for messages. */
    public static final String NAME_EXPECTED =
            "a letter or digit, then letters, digits, '.', '_', ':', '/' or '-', at most 128";

    private static final Kind<String> MODEL =
            Kinds.matching(NAME_EXPECTED, "[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
    private static final Kind<HubModel> HF = Kind.ofText(HubModel.EXPECTED, HubModel::find);
    private static final String DEFAULT_HEALTH = "/health";
    private static final int DEFAULT_CONCURRENCY = 4;

    private static final Kind<String> PATH_OF_URL =
            Kinds.matching("a path such as /health", "/[!-~]*");

    public PoolModelConfig {
        command = List.copyOf(command);
        args = List.copyOf(args);
        env = Map.copyOf(env);
        aliases = List.copyOf(aliases);
    }

    /** One of which nothing is said but where it is. */
    public static PoolModelConfig of(Optional<Path> file, Optional<HubModel> hf) {
        return new PoolModelConfig(
                file,
                hf,
                List.of(),
                DEFAULT_HEALTH,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                false,
                false,
                0,
                Optional.empty(),
                Optional.empty(),
                DEFAULT_CONCURRENCY,
                Optional.empty());
    }

    /** Whether a model may have that name. */
    public static boolean isName(String text) {
        return MODEL.text().apply(text).isPresent();
    }

    /** The same with other arguments. */
    public PoolModelConfig withArgs(List<String> others) {
        return new PoolModelConfig(
                file,
                hf,
                command,
                health,
                context,
                gpuLayers,
                others,
                env,
                aliases,
                ttl,
                pinned,
                preload,
                priority,
                memory,
                gpuMemory,
                concurrency,
                group);
    }

    static Map<String, PoolModelConfig> readAll(Section pool) {
        Map<String, Section> sections = pool.named("models", MODEL);
        Set<String> names = new HashSet<>();
        sections.forEach(
                (name, section) -> {
                    if (!names.add(ModelName.withTag(name))) {
                        section.problem(
                                "the name of another model too (expected: another name; one without"
                                        + " a tag means :latest)");
                    }
                });
        Map<String, PoolModelConfig> models = new LinkedHashMap<>();
        sections.forEach((name, section) -> models.put(name, read(section, names)));
        return models;
    }

    private static PoolModelConfig read(Section section, Set<String> names) {
        PoolModelConfig model =
                new PoolModelConfig(
                        section.value("file", Kinds.PATH),
                        section.value("hf", HF),
                        section.value("command", Kinds.WORDS, List.of()),
                        section.value("health", PATH_OF_URL, DEFAULT_HEALTH),
                        section.value("context", Kinds.integer(64, 1 << 22)),
                        section.value("gpuLayers", Kinds.integer(0, 10_000)),
                        section.value("args", Kinds.WORDS, List.of()),
                        section.entries("env", Kinds.VARIABLE, Kinds.VALUE_OF_VARIABLE),
                        section.value("aliases", Kinds.TEXTS, List.of()),
                        section.value("ttl", TTL),
                        section.value("pinned", Kinds.FLAG, false),
                        section.value("preload", Kinds.FLAG, false),
                        section.value("priority", Kinds.integer(-100, 100), 0),
                        section.value("memory", MEMORY),
                        section.value("gpuMemory", MEMORY),
                        section.value("concurrency", Kinds.integer(1, 256), DEFAULT_CONCURRENCY),
                        section.value("group", Kinds.NAME));
        model.requireOneSource(section);
        model.requireFreeAliases(section, names);
        model.requirePort(section);
        return model;
    }

    private void requireOneSource(Section section) {
        // A wrong one is told already.
        long sources = Stream.of("file", "hf", "command").filter(section::has).count();
        if (sources != 1) {
            section.problem(
                    "file",
                    (sources == 0 ? "missing" : "given beside another source")
                            + " (expected: one of file, hf and command)");
        }
    }

    /** Who is not told where to listen is waited for until the end of the patience. */
    private void requirePort(Section section) {
        boolean told =
                Stream.concat(command.stream(), env.values().stream())
                        .anyMatch(text -> text.contains("${port}"));
        if (!command.isEmpty() && !told) {
            section.problem(
                    "command",
                    "no ${port} in it (expected: one in it or in env, where the program is told the"
                            + " port on which to listen)");
        }
    }

    private void requireFreeAliases(Section section, Set<String> names) {
        for (String alias : aliases) {
            if (!names.add(ModelName.withTag(alias))) {
                section.problem(
                        "aliases", "\"" + alias + "\" (expected: another name; this one is taken)");
            }
        }
    }
}

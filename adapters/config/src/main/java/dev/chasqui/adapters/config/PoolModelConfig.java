package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.binding.RecordReader;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.HubModel;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.size.ByteSize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One model of the pool. It is a {@code file}, comes from a hub ({@code hf}), or is whatever a
 * {@code command} serves; one of the three must be given.
 */
public record PoolModelConfig(
        @Key(
                        help = "A GGUF file; of a model in several files the first.",
                        rule = TextRules.FilePath.class)
                Optional<Path> file,
        @Key(
                        help =
                                "A model of the Hugging Face hub as ORG/REPO:VARIANT, such as"
                                        + " `ggml-org/gemma-3-1b-it-GGUF:Q4_K_M`. It is downloaded"
                                        + " when it is asked for first.",
                        rule = TextRules.OfHub.class)
                Optional<HubModel> hf,
        @Key(
                        help =
                                "A program of another kind and its arguments, such as vLLM. In them"
                                    + " and in `env` `${port}` and `${key}` stand for the port of"
                                    + " 127.0.0.1 on which it shall listen, and the key that it may"
                                    + " ask for; `${port}` must be told.",
                        rule = TextRules.Word.class)
                List<String> command,
        @Key(
                        help = "The path that such a program answers with 200 when it is ready.",
                        fallback = "/health",
                        rule = TextRules.UrlPath.class)
                String health,
        @Key(
                        help = "How many tokens one conversation may have.",
                        unset = "8192, or fewer if the model cannot more",
                        least = "64",
                        most = "4194304")
                Optional<Integer> context,
        @Key(
                        help = "How many layers shall be on GPUs.",
                        unset = "as many as fit",
                        least = "0",
                        most = "10000")
                Optional<Integer> gpuLayers,
        @Key(
                        help =
                                "More arguments for the server. Of llama-server's, `--ctx-size`,"
                                    + " `--parallel`, `--gpu-layers`, `--cache-type-k`,"
                                    + " `--cache-type-v`, `--mmproj` and `--cache-ram`, and their"
                                    + " short forms, are counted in what the model takes. With"
                                    + " others that change it (`--ubatch-size`, `--lora`,"
                                    + " `--model-draft`), or the same as variables in `env`, give"
                                    + " `memory` and `gpuMemory` too.",
                        rule = TextRules.Word.class)
                List<String> args,
        @Key(
                        help =
                                "Environment variables of its process: letters, digits and `_`, not"
                                        + " beginning with a digit. It inherits only few.",
                        rule = TextRules.ValueOfVariable.class,
                        names = TextRules.Variable.class)
                Map<String, String> env,
        @Key(help = "Other names that clients may ask for.", rule = TextRules.Filled.class)
                List<String> aliases,
        @Key(
                        help = "How long it may be unused before it leaves.",
                        unset = "that of the pool",
                        least = "0s",
                        most = "3650d")
                Optional<Duration> ttl,
        @Key(help = "Whether it never leaves for another one.", fallback = "false") boolean pinned,
        @Key(help = "Whether it is loaded when the server starts.", fallback = "false")
                boolean preload,
        @Key(
                        help =
                                "Of those who wait, a higher one goes first; of those that may"
                                        + " leave, a lower one.",
                        fallback = "0",
                        least = "-100",
                        most = "100")
                int priority,
        @Key(
                        help =
                                "What it is expected to take of the machine's memory. What it is"
                                        + " seen to take counts once it is ready.",
                        unset = "by its file",
                        least = "0B",
                        most = "1024TiB")
                Optional<ByteSize> memory,
        @Key(
                        help =
                                "What it is expected to take of the GPUs' memory. What it is seen"
                                        + " to take counts once it is ready.",
                        unset = "by its file",
                        least = "0B",
                        most = "1024TiB")
                Optional<ByteSize> gpuMemory,
        @Key(
                        help = "How many requests it answers at a time. Further ones wait.",
                        fallback = "4",
                        least = "1",
                        most = "256")
                int concurrency,
        @Key(
                        help = "Models of different groups are never loaded at the same time.",
                        unset = "it goes with all",
                        rule = TextRules.Name.class)
                Optional<String> group) {

    /** What the name of a model is, for messages. */
    public static final String NAME_EXPECTED = TextRules.ModelName.EXPECTED;

    private static final RecordType<PoolModelConfig> TYPE = RecordType.of(PoolModelConfig.class);

    public PoolModelConfig {
        command = List.copyOf(command);
        args = List.copyOf(args);
        env = Map.copyOf(env);
        aliases = List.copyOf(aliases);
    }

    /** One of which nothing is said but where it is. */
    public static PoolModelConfig of(Optional<Path> file, Optional<HubModel> hf) {
        PoolModelConfig nowhere =
                new RecordReader(RecordReader.Source.SERVER, Path.of(""))
                        .read(TYPE, Json.Obj.EMPTY, "");
        return TYPE.with(TYPE.with(nowhere, "file", file), "hf", hf);
    }

    /** Whether a model may have that name. */
    public static boolean isName(String text) {
        return new TextRules.ModelName().fits(text);
    }

    /** The same with other arguments. */
    public PoolModelConfig withArgs(List<String> others) {
        return TYPE.with(this, "args", others);
    }

    /**
     * Reports what is wrong across keys.
     *
     * @param names those that are taken; the model's aliases are added
     */
    void check(Section section, Set<String> names) {
        requireOneSource(section);
        requireFreeAliases(section, names);
        requirePort(section);
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

package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.binding.RecordReader;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.HubModel;
import dev.chasqui.domain.model.ModelKind;
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
 * The configuration of one model of the pool. Its source is a {@code file}, a hub ({@code hf}), or
 * a {@code command} that serves it; exactly one of the three must be given.
 */
public record PoolModelConfig(
        @Key(
                        help = "A GGUF file; the first one of a model in several files.",
                        rule = TextRules.FilePath.class)
                Optional<Path> file,
        @Key(
                        help =
                                "A model of the Hugging Face hub as ORG/REPO:VARIANT, such as"
                                    + " `ggml-org/gemma-3-1b-it-GGUF:Q4_K_M`. It is downloaded when"
                                    + " it is first asked for.",
                        rule = TextRules.OfHub.class)
                Optional<HubModel> hf,
        @Key(
                        help =
                                "Another program and its arguments, such as vLLM. In them and in"
                                    + " `env`, `${port}` stands for the port of 127.0.0.1 to listen"
                                    + " on, and `${key}` for the key that it may require. `${port}`"
                                    + " must appear in one of them.",
                        rule = TextRules.Word.class)
                List<String> command,
        @Key(
                        help = "The path at which such a program answers 200 once it is ready.",
                        fallback = "/health",
                        rule = TextRules.UrlPath.class)
                String health,
        @Key(
                        help = "The context of one conversation, in tokens.",
                        unset = "8192, or less if the model supports less",
                        least = "64",
                        most = "4194304")
                Optional<Integer> context,
        @Key(
                        help = "The number of layers on GPUs.",
                        unset = "as many as fit",
                        least = "0",
                        most = "10000")
                Optional<Integer> gpuLayers,
        @Key(
                        help =
                                "More arguments for the server. The memory estimate respects"
                                    + " `--ctx-size`, `--parallel`, `--gpu-layers`,"
                                    + " `--cache-type-k`, `--cache-type-v`, `--mmproj` and"
                                    + " `--cache-ram` of llama-server, and their short forms. With"
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
                        help = "The idle time after which it is unloaded.",
                        unset = "that of the pool",
                        least = "0s",
                        most = "3650d")
                Optional<Duration> ttl,
        @Key(help = "If true, it is never unloaded for another model.", fallback = "false")
                boolean pinned,
        @Key(help = "If true, it is loaded when the server starts.", fallback = "false")
                boolean preload,
        @Key(
                        help =
                                "The rank among the models: waiting requests for a higher one are"
                                        + " served first, and a lower one is unloaded first.",
                        fallback = "0",
                        least = "-100",
                        most = "100")
                int priority,
        @Key(
                        help =
                                "The memory of this machine that it is expected to take. Once it is"
                                        + " ready, the measured value counts.",
                        unset = "by its file",
                        least = "0B",
                        most = "1024TiB")
                Optional<ByteSize> memory,
        @Key(
                        help =
                                "The memory of the GPUs that it is expected to take. Once it is"
                                        + " ready, the measured value counts.",
                        unset = "by its file",
                        least = "0B",
                        most = "1024TiB")
                Optional<ByteSize> gpuMemory,
        @Key(
                        help =
                                "The number of requests that it answers at a time. Further ones"
                                        + " wait.",
                        fallback = "4",
                        least = "1",
                        most = "256")
                int concurrency,
        @Key(
                        help =
                                "The name of a group. Models of different groups are never loaded"
                                        + " at the same time.",
                        unset = "it can be loaded beside any model",
                        rule = TextRules.Name.class)
                Optional<String> group,
        @Key(
                        help =
                                "The kinds of requests that it answers, for a `command` that serves"
                                    + " something else than chats; a request of another kind is"
                                    + " refused. Without any, its file says so, or it may get any"
                                    + " request.")
                List<ModelKind> kinds) {

    /** The rule for the name of a model, as messages show it. */
    public static final String NAME_EXPECTED = TextRules.ModelName.EXPECTED;

    private static final RecordType<PoolModelConfig> TYPE = RecordType.of(PoolModelConfig.class);

    public PoolModelConfig {
        command = List.copyOf(command);
        args = List.copyOf(args);
        env = Map.copyOf(env);
        aliases = List.copyOf(aliases);
        kinds = List.copyOf(kinds);
    }

    /** Returns the configuration of a model with a source and otherwise defaults. */
    public static PoolModelConfig of(Optional<Path> file, Optional<HubModel> hf) {
        PoolModelConfig nowhere =
                new RecordReader(RecordReader.Source.SERVER, Path.of(""))
                        .read(TYPE, Json.Obj.EMPTY, "");
        return TYPE.with(TYPE.with(nowhere, "file", file), "hf", hf);
    }

    /** Returns true if the text is a valid name of a model. */
    public static boolean isName(String text) {
        return new TextRules.ModelName().fits(text);
    }

    /** Returns this configuration with other arguments. */
    public PoolModelConfig withArgs(List<String> others) {
        return TYPE.with(this, "args", others);
    }

    /**
     * Reports mistakes that span several keys.
     *
     * @param names the names that are taken; this model's aliases are added
     */
    void check(Section section, Set<String> names) {
        requireOneSource(section);
        requireFreeAliases(section, names);
        requirePort(section);
    }

    private void requireOneSource(Section section) {
        // A source with a wrong value counts: its mistake is reported already.
        long sources = Stream.of("file", "hf", "command").filter(section::has).count();
        if (sources != 1) {
            section.problem(
                    "file",
                    (sources == 0 ? "missing" : "given beside another source")
                            + " (expected: one of file, hf and command)");
        }
    }

    /** A program that is not told its port would be waited for until the load timeout. */
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

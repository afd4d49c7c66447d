package dev.chasqui.adapters.config.governance;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.rules.CommandTexts;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.exchange.Caller;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The hash and the rights of one caller's key. The key itself is not stored: {@code chasqui key}
 * shows it once.
 */
public record KeyConfig(
        @Key(
                        help =
                                "The owner of the key, for logs: letters, digits, `.`, `_`, `-`."
                                        + " Unique.",
                        rule = TextRules.Name.class)
                String name,
        @Key(
                        help = "The key's SHA-256, 64 hexadecimal digits. Unique.",
                        rule = TextRules.KeyHash.class)
                String sha256,
        @Key(help = "`user` may ask; `admin` may use the admin routes too.", fallback = "user")
                Caller.Role role,
        @Key(
                        help =
                                "The commands that its owner may use; `*` stands for all. A command"
                                        + " may have bounds on its arguments, as in"
                                        + " `rag(collection=handbook k<=10)`; see [Rights with"
                                        + " bounds](pipelines.md#rights-with-bounds).",
                        fallback = "*",
                        rule = TextRules.Filled.class)
                List<String> agents,
        @Key(
                        help =
                                "If true, streams show its owner the progress of a model's loading"
                                    + " while they wait for it. `server.showLoading` does so for"
                                    + " all callers. A request's own `X-Chasqui-Progress` (`on`,"
                                    + " `off`) overrides both.",
                        fallback = "false")
                boolean showLoading,
        @Key(
                        help =
                                "If true, its owner may ask for a trace of what the agents did"
                                        + " (`X-Chasqui-Trace: 1`). An `admin` always may.",
                        fallback = "false")
                boolean trace,
        @Key(
                        help =
                                "The commands that run for each chat of its owner, inside of those"
                                    + " of `pipeline.agents`; the owner needs no right to them.",
                        rule = TextRules.Filled.class)
                List<String> pipeline,
        @Key(
                        help =
                                "The limits of the key; see [docs/limits.md](limits.md)."
                                        + " Without any, its owner is not limited.")
                LimitsConfig limits,
        @Key(help = "The budget of the key; see [docs/limits.md](limits.md#budgets).")
                BudgetConfig budget) {
    /**
     * The hash of the empty text, which {@code printf %s "$KEY" | sha256sum} prints if the variable
     * is not set.
     */
    private static final String OF_NOTHING =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public KeyConfig {
        sha256 = sha256.toLowerCase(Locale.ROOT);
        agents = List.copyOf(agents);
        pipeline = List.copyOf(pipeline);
    }

    /** Makes an entry without commands that run by themselves. */
    public KeyConfig(
            String name,
            String sha256,
            Caller.Role role,
            List<String> agents,
            boolean showLoading) {
        this(name, sha256, role, agents, showLoading, false, List.of());
    }

    /** Makes an entry without limits and budget. */
    public KeyConfig(
            String name,
            String sha256,
            Caller.Role role,
            List<String> agents,
            boolean showLoading,
            boolean trace,
            List<String> pipeline) {
        this(
                name,
                sha256,
                role,
                agents,
                showLoading,
                trace,
                pipeline,
                LimitsConfig.NONE,
                BudgetConfig.NONE);
    }

    /**
     * Reports mistakes that span several keys.
     *
     * @param taken the names and hashes of the entries before this one; this one's are added
     */
    public void check(Section section, Set<String> taken) {
        CommandTexts.checkRights(section, "agents", agents);
        CommandTexts.check(section, "pipeline", pipeline);
        if (!name.isEmpty() && !taken.add("name " + name)) {
            section.problem("name", "\"" + name + "\" (expected: another name; this one is taken)");
        }
        if (sha256.equals(OF_NOTHING)) {
            section.problem("sha256", "the hash of no text at all (expected: that of a key)");
        }
        if (!sha256.isEmpty() && !taken.add("sha256 " + sha256)) {
            section.problem("sha256", "the key of another name (expected: a key for each name)");
        }
    }
}

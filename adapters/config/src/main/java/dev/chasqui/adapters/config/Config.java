package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.governance.BudgetConfig;
import dev.chasqui.adapters.config.governance.DatabaseConfig;
import dev.chasqui.adapters.config.governance.DecisionsConfig;
import dev.chasqui.adapters.config.governance.KeyConfig;
import dev.chasqui.adapters.config.governance.LedgerConfig;
import dev.chasqui.adapters.config.governance.PipelineConfig;
import dev.chasqui.adapters.config.governance.PricesConfig;
import dev.chasqui.adapters.config.governance.ResponsesConfig;
import dev.chasqui.adapters.config.governance.SecretConfig;
import dev.chasqui.adapters.config.governance.SharedLimitsConfig;
import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.routing.RoutingConfig;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.adapters.config.sessions.SessionsConfig;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The whole configuration. Every part has a default, so none has to be given. */
public record Config(
        @Key(help = "The listener: its addresses, limits and deadlines.") ServerConfig server,
        @Key(
                        help =
                                "The inference servers behind this one, in the order in which they"
                                    + " are asked for a model. While there are none, the server"
                                    + " looks for an Ollama or an OpenAI-compatible server on this"
                                    + " machine, at start and every 10 seconds.")
                List<BackendConfig> backends,
        @Key(help = "The discovery of servers on the network, and the announcement of this one.")
                DiscoveryConfig discovery,
        @Key(help = "The models that the server loads itself when they are asked for.")
                PoolConfig pool,
        @Key(help = "The names of models and their listing.") ModelsConfig models,
        @Key(help = "The choice of the backend for a request.") RoutingConfig routing,
        @Key(
                        help =
                                "The callers and their keys. While there are none, everybody who"
                                    + " reaches the server may ask, and programs of this machine"
                                    + " may do everything; with any, every route but `/health/live`"
                                    + " and `/health/ready` needs a key. `chasqui key` makes one"
                                    + " and prints the entry.")
                List<KeyConfig> keys,
        @Key(help = "The limits that callers share, besides those of each key.")
                SharedLimitsConfig limits,
        @Key(help = "The budget of all callers together, besides that of each key.")
                BudgetConfig budget,
        @Key(help = "The prices of models, by which budgets are spent.") PricesConfig prices,
        @Key(
                        help =
                                "A section for each agent, under its name. The agent defines the"
                                        + " keys of its section and checks them.")
                Map<String, Json.Obj> agents,
        @Key(help = "The agents that run without being asked for.") PipelineConfig pipeline,
        @Key(help = "The jars that agents are loaded from.") PluginsConfig plugins,
        @Key(
                        help =
                                "The secrets that plug-ins may read, by names of your choice. No"
                                        + " answer, log or error of the server shows them.",
                        names = TextRules.Name.class)
                Map<String, SecretConfig> secrets,
        @Key(help = "The skills: folders whose instructions are commands.") SkillsConfig skills,
        @Key(help = "The stored conversations. See [sessions.md](sessions.md).")
                SessionsConfig sessions,
        @Key(help = "The ledger of requests, which `chasqui usage` reads.") LedgerConfig ledger,
        @Key(
                        help =
                                "The decision ledger: the requests that left for backends of the"
                                    + " zone `open`, chained by hashes, which `chasqui decisions`"
                                    + " reads. See [decisions-ledger.md](decisions-ledger.md).")
                DecisionsConfig decisions,
        @Key(
                        help =
                                "The responses and conversations of OpenAI's Responses API that are"
                                        + " kept. See [responses.md](responses.md).")
                ResponsesConfig responses,
        @Key(help = "The server's persistent data.") DataConfig data,
        @Key(help = "The database of users, keys, the ledger and the audit entries.")
                DatabaseConfig database,
        @Key(
                        help =
                                "The log: its level, format and target. It never holds content or"
                                        + " keys, on any level.")
                LogConfig log) {

    public Config {
        backends = List.copyOf(backends);
        keys = List.copyOf(keys);
        agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }

    /**
     * Returns the configuration without a file, a variable or an option: the default of every key.
     */
    public static Config defaults() {
        return ConfigReader.defaults();
    }

    /**
     * Returns this configuration with a model added to the pool, or replaced if it has that name.
     */
    public Config withModel(String name, PoolModelConfig model) {
        return RecordType.of(Config.class).with(this, "pool", pool.with(name, model));
    }

    /** Returns this configuration with the skills beside a config file, unless it says where. */
    Config withSkillsBeside(Path file) {
        return RecordType.of(Config.class)
                .with(this, "skills", skills.orIn(file.resolveSibling("skills")));
    }

    /** Reports mistakes that span several keys. */
    void check(Section root) {
        server.check(root.section("server"));
        Set<String> names = new HashSet<>();
        for (int i = 0; i < backends.size(); i++) {
            backends.get(i).check(root.item("backends", i), names);
        }
        pool.check(root.section("pool"));
        models.check(root.section("models"));
        routing.mistake()
                .ifPresent(message -> root.section("routing").problem("longestEjection", message));
        routing.push().check(root.section("routing").section("push"));
        plugins.check(root.section("plugins"));
        pipeline.check(root.section("pipeline"));
        database.check(root.section("database"));
        Section places = root.section("secrets");
        secrets.forEach((name, secret) -> secret.check(places.section(name)));
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).check(root.item("keys", i), taken);
        }
    }
}

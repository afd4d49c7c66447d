package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.json.Json;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The whole configuration. Every part has a default, so that none of it needs to be given. */
public record Config(
        @Key(help = "How clients reach the server, and what it takes from them.")
                ServerConfig server,
        @Key(
                        help =
                                "The inference servers behind this one, in the order in which they"
                                    + " are asked for a model. While there are none, an Ollama or"
                                    + " an OpenAI-compatible server on this machine is looked for,"
                                    + " at start and every 10 seconds.")
                List<BackendConfig> backends,
        @Key(help = "The models that the server loads itself when somebody asks for them.")
                PoolConfig pool,
        @Key(help = "What is said of models.") ModelsConfig models,
        @Key(
                        help =
                                "Who may ask. While there are none, whoever reaches the server may"
                                    + " ask, and programs of this machine may do everything; with"
                                    + " any, every route but `/health/live` and `/health/ready`"
                                    + " needs one. `chasqui key` makes one and prints the entry.")
                List<KeyConfig> keys,
        @Key(
                        help =
                                "A section for each agent, by its name. The agent says what belongs"
                                        + " there and checks it.")
                Map<String, Json.Obj> agents,
        @Key(help = "Where agents come from.") PluginsConfig plugins,
        @Key(help = "Where the server keeps what must outlive it.") DataConfig data,
        @Key(help = "What is logged, how and where. Never content or keys, on any level.")
                LogConfig log) {

    public Config {
        backends = List.copyOf(backends);
        keys = List.copyOf(keys);
        agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
    }

    /** The configuration of one who configured nothing. */
    public static Config defaults() {
        return ConfigReader.defaults();
    }

    /** This one with one more model in the pool, or with another one of that name. */
    public Config withModel(String name, PoolModelConfig model) {
        return RecordType.of(Config.class).with(this, "pool", pool.with(name, model));
    }

    /** Reports what is wrong across keys. */
    void check(Section root) {
        if (keys.isEmpty() && !server.open() && !server.bindsLoopback()) {
            root.problem(
                    "server",
                    "host "
                            + server.host()
                            + " is open to the network and there are no keys (expected: a loopback"
                            + " address, or keys, or \"open\": true)");
        }
        server.check(root.section("server"));
        Set<String> names = new HashSet<>();
        for (int i = 0; i < backends.size(); i++) {
            backends.get(i).check(root.item("backends", i), names);
        }
        pool.check(root.section("pool"));
        models.check(root.section("models"));
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).check(root.item("keys", i), taken);
        }
    }
}

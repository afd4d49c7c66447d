package dev.chasqui.adapters.config;

import dev.chasqui.domain.json.Json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration. Every part has a default, so that none of it needs to be given.
 *
 * @param server how clients reach the server (default: port 8000 of this machine alone)
 * @param backends the inference servers behind, in the order in which they are asked for a model;
 *     while there are none (default), those on this machine are looked for
 * @param pool the models that the server loads itself (default: none)
 * @param models what is said of models (default: nothing)
 * @param keys who may ask; while there are none (default), anybody who reaches the server may do
 *     everything
 * @param agents the sections of the agents by their names, bound by each agent itself (default:
 *     none)
 * @param plugins where agents come from (default: the folders that are always searched)
 * @param data where the server keeps what must outlive it (default: {@code data})
 * @param log what is logged, how and where (default: {@code info} as text on standard output)
 */
public record Config(
        ServerConfig server,
        List<BackendConfig> backends,
        PoolConfig pool,
        ModelsConfig models,
        List<KeyConfig> keys,
        Map<String, Json.Obj> agents,
        PluginsConfig plugins,
        DataConfig data,
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
        return new Config(
                server, backends, pool.with(name, model), models, keys, agents, plugins, data, log);
    }

    static Config read(Section section) {
        section.value("$schema", Kinds.TEXT);
        Config config =
                new Config(
                        ServerConfig.read(section.section("server")),
                        BackendConfig.readAll(section),
                        PoolConfig.read(section.section("pool")),
                        ModelsConfig.read(section.section("models")),
                        KeyConfig.readAll(section),
                        section.entries("agents", Kinds.OBJECT),
                        PluginsConfig.read(section.section("plugins")),
                        DataConfig.read(section.section("data")),
                        LogConfig.read(section.section("log")));
        config.requireKeysBeyondLoopback(section);
        return config;
    }

    /** Whoever opens the server to a network says who may use it, or that all may. */
    private void requireKeysBeyondLoopback(Section section) {
        if (keys.isEmpty() && !server.open() && !server.bindsLoopback()) {
            section.problem(
                    "server",
                    "host "
                            + server.host()
                            + " is open to the network and there are no keys (expected: a loopback"
                            + " address, or keys, or \"open\": true)");
        }
    }
}

package dev.chasqui.cli.serve;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.domain.model.HubModel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The options of {@code chasqui serve}. An option that was not given is empty.
 *
 * @param config the configuration file
 * @param host the address to listen on
 * @param port the port to listen on, 0 for any free one
 * @param data the folder of the server's persistent data
 * @param plugins a folder of plug-in jars
 * @param model a model to serve: a GGUF file, or {@code ORG/REPO:VARIANT} of the hub
 */
public record ServeOptions(
        Optional<Path> config,
        Optional<String> host,
        Optional<Integer> port,
        Optional<Path> data,
        Optional<Path> plugins,
        Optional<String> model) {

    /** Returns the options that override keys of the configuration, by the paths of these keys. */
    public Map<String, String> overrides() {
        Map<String, String> overrides = new LinkedHashMap<>();
        host.ifPresent(value -> overrides.put("server.host", value));
        port.ifPresent(value -> overrides.put("server.port", value.toString()));
        data.ifPresent(value -> overrides.put("data.dir", value.toString()));
        plugins.ifPresent(value -> overrides.put("plugins.dir", value.toString()));
        return overrides;
    }

    /**
     * Returns the configuration, merged from the options, the environment and the file.
     *
     * @throws dev.chasqui.adapters.config.reading.ConfigException with every mistake that was found
     * @throws CommandFailure if the option {@code --model} is wrong
     */
    public Config read(Map<String, String> environment) {
        return check(environment).config();
    }

    /**
     * Returns the configuration as {@link #read} does, with the mistakes and warnings that were
     * found.
     *
     * @throws dev.chasqui.adapters.config.reading.ConfigException if the file cannot be read or is
     *     no JSON object
     * @throws CommandFailure if the option {@code --model} is wrong
     */
    public Reading check(Map<String, String> environment) {
        Reading read = ConfigReader.check(config, environment, overrides());
        return model.map(named -> read.with(found -> withModel(found, named))).orElse(read);
    }

    /** Adds the model of the command line to those of the config. */
    private static Config withModel(Config config, String model) {
        if (model.endsWith(".gguf")) {
            Path file = Path.of(model);
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw CommandFailure.refused(
                        "--model: " + model + " cannot be read (expected: a GGUF file)");
            }
            String name = file.getFileName().toString().replaceFirst("\\.gguf$", "");
            return config.withModel(
                    named(model, name), PoolModelConfig.of(Optional.of(file), Optional.empty()));
        }
        HubModel ofHub =
                HubModel.find(model)
                        .orElseThrow(
                                () ->
                                        CommandFailure.refused(
                                                "--model: "
                                                        + model
                                                        + " (expected: a file that ends with .gguf,"
                                                        + " or a model of the hub as "
                                                        + HubModel.EXPECTED
                                                        + ")"));
        return config.withModel(
                named(model, model.substring(model.indexOf('/') + 1)),
                PoolModelConfig.of(Optional.empty(), Optional.of(ofHub)));
    }

    /** Returns the name by which clients will ask for the model. */
    private static String named(String model, String name) {
        if (!PoolModelConfig.isName(name)) {
            throw CommandFailure.refused(
                    "--model: "
                            + model
                            + " gives no name that clients could ask for (expected: "
                            + PoolModelConfig.NAME_EXPECTED
                            + "; a config's pool.models can give it another name)");
        }
        return name;
    }
}

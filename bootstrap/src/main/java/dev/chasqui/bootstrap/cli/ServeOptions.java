package dev.chasqui.bootstrap.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line says of a server about to start; what it leaves out is empty.
 *
 * @param config the configuration file
 * @param host the address to listen on
 * @param port the port to listen on, 0 for any that is free
 * @param data the folder for what must outlive the server
 * @param plugins a folder of plug-in jars
 * @param model a model to serve: a GGUF file, or {@code org/repo:variant} of the hub
 */
public record ServeOptions(
        Optional<Path> config,
        Optional<String> host,
        Optional<Integer> port,
        Optional<Path> data,
        Optional<Path> plugins,
        Optional<String> model) {

    /** The options that stand above the configuration's, by the path of their key there. */
    public Map<String, String> overrides() {
        Map<String, String> overrides = new LinkedHashMap<>();
        host.ifPresent(value -> overrides.put("server.host", value));
        port.ifPresent(value -> overrides.put("server.port", value.toString()));
        data.ifPresent(value -> overrides.put("data.dir", value.toString()));
        plugins.ifPresent(value -> overrides.put("plugins.dir", value.toString()));
        return overrides;
    }
}

package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.adapters.config.reading.ConfigException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Config files for several tests. */
final class Samples {
    private Samples() {}

    /** A config with every key, each with another value than its default. */
    static String everyKey(Path apiKeyFile) {
        return """
        {
          "$schema": "config.schema.json",
          "server": {
            "host": "0.0.0.0", "port": 8001, "ollamaPort": 11434, "open": true,
            "holdHeaders": "500ms", "showProgress": "2s", "showLoading": true,
            "readTimeout": "1m", "writeTimeout": 2.5,
            "maxBody": "64MB", "bodyMemory": "1GB", "maxConnections": 10,
            "ollamaVersion": "0.13",
            "allowedHosts": ["llm.example"], "allowedOrigins": ["https://chat.example"],
            "headerAliases": ["nexus"],
            "trustedProxies": ["127.0.0.1", "10.0.0.0/8", "fd00::/8"],
            "drainDelay": "5s", "grace": "1m", "watchConfig": false
          },
          "backends": [{
            "name": "gpu", "type": "openai", "url": "https://gpu.example/v1",
            "apiKeyFile": "%1$s", "zone": "open", "models": ["whisper-1"],
            "kinds": ["transcription"], "paths": {"/v1/": "/"},
            "priority": 7, "tier": 4, "weight": 2.5, "maxConcurrency": 8, "rate": "60/1m",
            "timeouts": {"connect": "1s", "firstByte": "1h30m", "idle": 7}
          }],
          "pool": {
            "server": "/opt/llama-server", "maxModels": 2, "memory": "20GB", "gpuMemory": "8GB",
            "maxWaiting": 10, "maxWait": "1m", "loadTimeout": "2m", "grace": "1s", "ttl": "5m",
            "timeouts": {"connect": "1s", "firstByte": "1h", "idle": "10m"},
            "folder": "gguf", "cache": "cache",
            "models": {"qwen": {
              "file": "qwen.gguf", "health": "/ready", "context": 4096, "gpuLayers": 10,
              "args": ["--jinja"], "env": {"A": ""}, "aliases": ["small"], "ttl": 60,
              "pinned": true, "preload": true, "priority": 1, "memory": "1GB",
              "gpuMemory": "2GB", "concurrency": 2, "group": "a", "kinds": ["chat"]
            }}
          },
          "models": {"aliases": {"fast": "llama3"}, "listBuiltIn": true},
          "keys": [{
            "name": "ada", "sha256": "%2$s", "role": "admin", "agents": ["rag", "context"],
            "showLoading": true
          }],
          "agents": {"mine": {"deep": [1, {"a": null}]}},
          "plugins": {
            "dir": "jars", "trusted": ["%2$s"],
            "hosts": {"mine": ["api.example.com", "*.example.org", "[::1]"]}
          },
          "secrets": {"search": {"file": "%1$s", "plugins": ["mine"]}},
          "data": {"dir": "/var/lib/chasqui"},
          "log": {
            "level": "debug", "format": "json", "to": "both",
            "file": "chasqui.log", "maxSize": 1048576, "maxFiles": 2
          }
        }
        """
                .formatted(apiKeyFile.toString().replace('\\', '/'), "AB".repeat(32));
    }

    static Path write(Path folder, String json) {
        try {
            return Files.writeString(folder.resolve("config.json"), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the mistakes of a config, without the file's name.
     *
     * @param json the file's text, with single quotes for double ones
     */
    static List<String> problems(
            Path folder,
            String json,
            Map<String, String> environment,
            Map<String, String> commandLine) {
        Path file = write(folder, json.replace('\'', '"'));
        ConfigException thrown =
                catchThrowableOfType(
                        ConfigException.class,
                        () -> ConfigReader.read(Optional.of(file), environment, commandLine));
        assertThat(thrown.getMessage().lines()).hasSameSizeAs(thrown.problems());
        return thrown.getMessage()
                .lines()
                .map(
                        line ->
                                line.startsWith(file + ":")
                                        ? line.substring((file + ":").length())
                                        : line)
                .toList();
    }
}

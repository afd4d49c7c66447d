package dev.chasqui.bootstrap.check;

import dev.chasqui.adapters.config.PoolConfig;
import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.adapters.gguf.GgufException;
import dev.chasqui.adapters.gguf.ModelFolder;
import dev.chasqui.adapters.hub.HubSettings;
import dev.chasqui.adapters.processes.ProgramPath;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The check of the programs, files and folders that the pool's config names. A missing file or
 * program is a warning, since it may appear before a model is loaded.
 */
final class PoolCheck {
    private static final byte[] GGUF = "GGUF".getBytes(StandardCharsets.US_ASCII);

    private final Reading reading;
    private final PoolConfig pool;
    private final Map<String, String> environment;

    PoolCheck(Reading reading, Map<String, String> environment) {
        this.reading = reading;
        this.pool = reading.found().pool();
        this.environment = environment;
    }

    void check() {
        if (!pool.isUsed()) {
            return;
        }
        checkServer();
        checkFolders();
        checkHub();
        pool.models().forEach((name, model) -> checkModel("pool.models." + name, model));
    }

    private void checkServer() {
        boolean used =
                pool.folder().isPresent()
                        || pool.models().values().stream()
                                .anyMatch(model -> model.command().isEmpty());
        if (used && !ProgramPath.has(pool.server())) {
            reading.warning("pool.server", missing(pool.server()));
        }
    }

    private void checkFolders() {
        pool.folder()
                .ifPresent(
                        folder -> {
                            try {
                                var _ = ModelFolder.list(folder);
                            } catch (GgufException e) {
                                reading.mistake("pool.folder", String.valueOf(e.getMessage()));
                            }
                        });
        pool.cache()
                .filter(cache -> Files.exists(cache) && !Files.isDirectory(cache))
                .ifPresent(
                        cache ->
                                reading.mistake(
                                        "pool.cache", cache + " is a file (expected: a folder)"));
    }

    private void checkHub() {
        try {
            var _ = HubSettings.fromEnvironment(environment);
        } catch (IllegalArgumentException e) {
            reading.mistakeOf("environment", String.valueOf(e.getMessage()));
        }
    }

    private void checkModel(String path, PoolModelConfig model) {
        if (!model.command().isEmpty() && !ProgramPath.has(model.command().getFirst())) {
            reading.warning(path + ".command", missing(model.command().getFirst()));
        }
        model.file().ifPresent(file -> checkFile(path + ".file", file));
    }

    private void checkFile(String key, Path file) {
        if (Files.isDirectory(file)) {
            reading.mistake(key, file + " is a folder (expected: a GGUF file)");
        } else if (!Files.exists(file)) {
            reading.warning(key, file + " is not there, so the model cannot be loaded");
        } else if (!beginsAsGguf(file)) {
            reading.warning(key, file + " cannot be read, or is no GGUF file: it cannot be loaded");
        }
    }

    private static boolean beginsAsGguf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(GGUF.length), GGUF);
        } catch (IOException e) {
            return false;
        }
    }

    private static String missing(String program) {
        return "there is no program '" + program + "' on the PATH, so no model can be loaded by it";
    }
}

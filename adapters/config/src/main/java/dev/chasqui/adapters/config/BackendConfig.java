package dev.chasqui.adapters.config;

import dev.chasqui.domain.model.Zone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An inference server behind this one.
 *
 * @param name its name in logs, metrics and messages; unique, must be given
 * @param type what it speaks; {@code auto} (default) asks it
 * @param url its address, with or without {@code /v1}; must be given
 * @param apiKeyEnv the environment variable that holds the key to send it (default: none is sent)
 * @param apiKeyFile the file whose first line is the key to send it, instead of {@code apiKeyEnv}
 *     (default: none is sent)
 * @param zone where its data may go; by default {@code restricted} on loopback and private
 *     addresses, else {@code open}
 * @param timeouts how long it may keep an exchange waiting
 */
public record BackendConfig(
        String name,
        Type type,
        URI url,
        Optional<String> apiKeyEnv,
        Optional<Path> apiKeyFile,
        Optional<Zone> zone,
        BackendTimeouts timeouts) {

    /** What a backend speaks. */
    public enum Type {
        OPENAI,
        OLLAMA,
        /** It is asked what it speaks. */
        AUTO
    }

    /**
     * The key to send, read now from where the config says it is; empty if none is to be sent.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    public Optional<String> apiKey(Map<String, String> environment) {
        return apiKeyEnv
                .map(variable -> environment.getOrDefault(variable, ""))
                .or(() -> apiKeyFile.map(BackendConfig::firstLine))
                .map(String::strip)
                .filter(key -> !key.isEmpty());
    }

    static List<BackendConfig> readAll(Section root) {
        Set<String> names = new HashSet<>();
        return root.sections("backends").stream().map(section -> read(section, names)).toList();
    }

    private static BackendConfig read(Section section, Set<String> names) {
        BackendConfig backend =
                new BackendConfig(
                        section.required("name", Kinds.NAME, ""),
                        section.value("type", Kinds.oneOf(Type.class), Type.AUTO),
                        section.required("url", Kinds.URL, URI.create("http://localhost")),
                        section.value("apiKeyEnv", Kinds.VARIABLE),
                        section.value("apiKeyFile", Kinds.PATH),
                        section.value("zone", Kinds.oneOf(Zone.class)),
                        BackendTimeouts.read(section.section("timeouts")));
        if (!backend.name.isEmpty() && !names.add(backend.name)) {
            section.problem(
                    "name", "\"" + backend.name + "\" (expected: another name; this one is taken)");
        }
        backend.checkKey(section);
        return backend;
    }

    /** No message shows the value: the key itself is what people write there by mistake. */
    private void checkKey(Section section) {
        if (apiKeyEnv.isPresent() && !section.hasSecret(apiKeyEnv.get())) {
            section.problem(
                    "apiKeyEnv",
                    "no such variable is set (expected: the name of one that holds the key)");
        }
        if (apiKeyFile.isPresent() && !isReadable(apiKeyFile.get())) {
            section.problem(
                    "apiKeyFile",
                    "cannot be read, or is empty (expected: a file whose first line is the key)");
        }
        if (apiKeyEnv.isPresent() && apiKeyFile.isPresent()) {
            section.problem("apiKeyFile", "given beside apiKeyEnv (expected: one of the two)");
        }
    }

    private static boolean isReadable(Path file) {
        try {
            return !firstLine(file).isBlank();
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

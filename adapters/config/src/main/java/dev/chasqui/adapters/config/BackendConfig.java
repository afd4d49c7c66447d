package dev.chasqui.adapters.config;

import dev.chasqui.domain.model.Zone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /** The most bytes of a key's file that are looked at. */
    private static final int LONGEST_KEY = 64 << 10;

    private static final String NO_KEY =
            "holds a character that is not visible ASCII (expected: the key alone, without spaces"
                    + " or quotes of a word processor)";

    /**
     * The key to send, read now from where the config says it is; empty if none is to be sent.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    public Optional<String> apiKey(Map<String, String> environment) {
        return apiKeyEnv
                .map(variable -> environment.getOrDefault(variable, "").strip())
                .or(() -> apiKeyFile.map(BackendConfig::firstLine))
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
        apiKeyEnv.ifPresent(
                variable ->
                        checkKey(
                                section,
                                "apiKeyEnv",
                                section.secret(variable).map(String::strip),
                                "no such variable is set (expected: the name of one that holds the"
                                        + " key)"));
        apiKeyFile.ifPresent(
                file ->
                        checkKey(
                                section,
                                "apiKeyFile",
                                readable(file),
                                "cannot be read, or is empty (expected: a file whose first line is"
                                        + " the key)"));
        if (apiKeyEnv.isPresent() && apiKeyFile.isPresent()) {
            section.problem("apiKeyFile", "given beside apiKeyEnv (expected: one of the two)");
        }
    }

    private static void checkKey(
            Section section, String where, Optional<String> key, String missing) {
        if (key.isEmpty()) {
            section.problem(where, missing);
        } else if (!key.get().chars().allMatch(c -> c > ' ' && c < 127)) {
            section.problem(where, NO_KEY);
        }
    }

    private static Optional<String> readable(Path file) {
        try {
            return Optional.of(firstLine(file)).filter(line -> !line.isEmpty());
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Without the mark that some editors put in front; what is not UTF-8 is no key either. */
    private static String firstLine(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UncheckedIOException(new NoSuchFileException(file.toString()));
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(LONGEST_KEY), StandardCharsets.UTF_8);
            String line = text.lines().findFirst().orElse("");
            return (line.startsWith("\uFEFF") ? line.substring(1) : line).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

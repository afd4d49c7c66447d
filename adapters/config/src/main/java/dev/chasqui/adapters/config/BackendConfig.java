package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.model.Zone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An inference server behind this one. */
public record BackendConfig(
        @Key(
                        help =
                                "Its name in logs, metrics and messages: letters, digits, `.`, `_`,"
                                        + " `-`. Unique; not `pool` or `chasqui-extract`.",
                        rule = TextRules.Name.class)
                String name,
        @Key(
                        help =
                                "What it speaks: `openai`, `ollama`, or `auto`, which asks it; of a"
                                    + " server that has both APIs it takes Ollama's only where `GET"
                                    + " /` says `Ollama is running`.",
                        fallback = "auto")
                Type type,
        @Key(
                        help =
                                "Its address, with or without `/v1`, that of an Ollama with or"
                                        + " without `/api`, such as `http://127.0.0.1:8080`. No"
                                        + " password in it: use `apiKeyEnv` or `apiKeyFile`.",
                        rule = TextRules.Url.class)
                URI url,
        @Key(
                        help =
                                "The environment variable that holds the key to send it. The server"
                                        + " does not start where the variable is not set.",
                        unset = "none is sent",
                        rule = TextRules.Variable.class)
                Optional<String> apiKeyEnv,
        @Key(
                        help =
                                "The file whose first line is the key to send it, in ASCII. One of"
                                        + " the two. The server does not start where it cannot be"
                                        + " read.",
                        unset = "none is sent",
                        rule = TextRules.FilePath.class)
                Optional<Path> apiKeyFile,
        @Key(
                        help =
                                "Where its data may go: `restricted` (this machine or network) or"
                                        + " `open`.",
                        unset = "`restricted` on loopback and private addresses, else `open`")
                Optional<Zone> zone,
        @Key(
                        help =
                                "How long it may keep an exchange waiting. At the end of a wait the"
                                        + " caller gets a 504, or the next backend of the model is"
                                        + " asked if nothing has come yet.")
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

    /**
     * Reports what is wrong across keys, and a key that cannot be had.
     *
     * @param names those of the backends before
     */
    void check(Section section, Set<String> names) {
        if (!name.isEmpty() && !names.add(name)) {
            section.problem("name", "\"" + name + "\" (expected: another name; this one is taken)");
        }
        checkKey(section);
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

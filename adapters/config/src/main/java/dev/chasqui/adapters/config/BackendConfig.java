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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configuration of one inference server behind this one. */
public record BackendConfig(
        @Key(
                        help =
                                "Its name in logs, metrics and messages: letters, digits, `.`, `_`,"
                                        + " `-`. Unique; not `pool`, `chasqui-extract` or"
                                        + " `chasqui-embed`.",
                        rule = TextRules.Name.class)
                String name,
        @Key(
                        help =
                                "The API it speaks: `openai`, `ollama`, `anthropic`, or `auto`."
                                        + " With `auto` the server asks it; if it has several APIs,"
                                        + " Ollama's is used only if `GET /` answers `Ollama is"
                                        + " running`, and Anthropic's only if there is no other.",
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
                                "The environment variable that holds the API key to send it. The"
                                        + " server does not start if the variable is not set.",
                        unset = "none is sent",
                        rule = TextRules.Variable.class)
                Optional<String> apiKeyEnv,
        @Key(
                        help =
                                "The file whose first line is the API key to send it, in ASCII."
                                        + " Give this or `apiKeyEnv`, not both. The server does not"
                                        + " start if the file cannot be read.",
                        unset = "none is sent",
                        rule = TextRules.FilePath.class)
                Optional<Path> apiKeyFile,
        @Key(
                        help =
                                "The zone of its data: `restricted` (the data stays on this machine"
                                        + " or network) or `open`.",
                        unset = "`restricted` on loopback and private addresses, else `open`")
                Optional<Zone> zone,
        @Key(
                        help =
                                "The longest context in tokens that an Ollama is asked to load a"
                                    + " model with (`num_ctx`) so that a long prompt fits. A longer"
                                    + " context takes more memory. A client's own `num_ctx` may be"
                                    + " larger. Only for an Ollama.",
                        unset = "the length that the model was trained with",
                        least = "256",
                        most = "100000000")
                Optional<Integer> maxContext,
        @Key(
                        help =
                                "The longest waits of an exchange for it. When one has passed, the"
                                        + " caller gets a 504, or the next backend of the model is"
                                        + " asked if nothing has arrived yet.")
                BackendTimeouts timeouts,
        @Key(
                        help =
                                "The time that a small request for embeddings (at most 8 inputs)"
                                    + " waits for others of the same model, to be sent with them as"
                                    + " one request of at most 64 inputs. `0s` sends each by"
                                    + " itself, which is best for servers that batch themselves,"
                                    + " such as llama-server and vLLM.",
                        fallback = "0s",
                        least = "0s",
                        most = "10s")
                Duration embeddingWindow) {

    /** The API that a backend speaks. */
    public enum Type {
        OPENAI,
        OLLAMA,
        ANTHROPIC,
        /** The server detects the API by asking the backend. */
        AUTO
    }

    /** The number of bytes that are read of a key's file at most. */
    private static final int LONGEST_KEY = 64 << 10;

    private static final String NO_KEY =
            "holds a character that is not visible ASCII (expected: the key alone, without spaces"
                    + " or quotes of a word processor)";

    /**
     * Returns the API key to send, read now from the variable or the file that the config names;
     * empty if none is to be sent.
     *
     * @param environment the variables of the environment by name
     * @throws UncheckedIOException if the file cannot be read
     */
    public Optional<String> apiKey(Map<String, String> environment) {
        return apiKeyEnv
                .map(variable -> environment.getOrDefault(variable, "").strip())
                .or(() -> apiKeyFile.map(BackendConfig::firstLine))
                .filter(key -> !key.isEmpty());
    }

    /**
     * Reports mistakes that span several keys, and a key's variable or file that cannot be read.
     *
     * @param names the names of the backends before this one; this one's is added
     */
    void check(Section section, Set<String> names) {
        if (!name.isEmpty() && !names.add(name)) {
            section.problem("name", "\"" + name + "\" (expected: another name; this one is taken)");
        }
        checkKey(section);
        if (type == Type.OPENAI && maxContext.isPresent()) {
            section.warning("maxContext", "has no effect, since only an Ollama is asked for it");
        }
    }

    /** No message shows the value, since people write the key itself there by mistake. */
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

    /**
     * Returns the first line without the byte order mark that some editors write in front of it.
     * Bytes that are not UTF-8 become characters that no key may hold.
     *
     * @throws UncheckedIOException if the file is no regular file or cannot be read
     */
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

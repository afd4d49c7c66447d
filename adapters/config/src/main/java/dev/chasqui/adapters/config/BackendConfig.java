package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.routing.BackendRate;
import dev.chasqui.adapters.config.rules.KeyFile;
import dev.chasqui.adapters.config.rules.LoopbackHost;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.application.routing.BackendRule;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.Zone;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The configuration of one inference server behind this one. A backend without a name has that of
 * its type.
 */
public record BackendConfig(
        @Key(
                        help =
                                "Its name in logs, metrics and messages: letters, digits, `.`, `_`,"
                                        + " `-`. Unique; not `pool`, `chasqui-extract` or"
                                        + " `chasqui-embed`. Required if `type` is `auto`.",
                        unset = "its `type`",
                        rule = TextRules.Name.class)
                Optional<String> name,
        @Key(
                        help =
                                "The API it speaks: `openai`, `ollama`, `anthropic`, or `auto`."
                                    + " With `auto` the server asks it; if it has several APIs,"
                                    + " Ollama's is used only if `GET /` answers `Ollama is"
                                    + " running`, and Anthropic's only if there is no other. Or the"
                                    + " name of a hosted service, such as `groq`, whose address and"
                                    + " API are known: see [Hosted services](#hosted-services).",
                        fallback = "auto")
                BackendType type,
        @Key(
                        help =
                                "Its address, with or without `/v1`, that of an Ollama with or"
                                    + " without `/api`, such as `http://127.0.0.1:8080`; see"
                                    + " [Addresses](#addresses-of-backends). No password in it: use"
                                    + " `apiKeyEnv` or `apiKeyFile`. Required unless `type` is a"
                                    + " hosted service.",
                        unset = "that of the hosted service",
                        rule = TextRules.Url.class)
                Optional<URI> url,
        @Key(
                        help =
                                "The environment variable that holds the API key to send it. The"
                                        + " server does not start if the variable is not set.",
                        unset = "for a hosted service its usual one, else none is sent",
                        rule = TextRules.Variable.class)
                Optional<String> apiKeyEnv,
        @Key(
                        help =
                                "The file whose first line is the API key to send it, in ASCII."
                                        + " Give this or `apiKeyEnv`, not both. The server does not"
                                        + " start if the file cannot be read.",
                        unset = "as `apiKeyEnv`",
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
                Duration embeddingWindow,
        @Key(
                        help =
                                "The names of its models, for a server that has no list of them,"
                                    + " such as whisper.cpp's, or lists other names. Such a server"
                                    + " is not asked for a list. With `type` `auto` it is taken for"
                                    + " one that speaks OpenAI's API.",
                        rule = TextRules.ModelName.class)
                List<String> models,
        @Key(
                        help =
                                "The kinds of requests that all its models answer, if its list does"
                                        + " not say so; a request of another kind is refused."
                                        + " Without any, each model may get any request.")
                List<ModelKind> kinds,
        @Key(
                        help =
                                "Paths that it has elsewhere, by their usual names, such as"
                                    + " `{\"/v1/audio/transcriptions\": \"/inference\"}`. Two paths"
                                    + " that end with `/` stand for all paths that begin with them:"
                                    + " `{\"/v1/\": \"/\"}` is a server without `/v1`.",
                        rule = TextRules.UrlPath.class,
                        names = TextRules.UrlPath.class)
                Map<String, String> paths,
        @Key(
                        help =
                                "Its rank: of the backends of a model, those of the highest"
                                        + " priority are asked first.",
                        fallback = "0",
                        least = "-1000000",
                        most = "1000000")
                int priority,
        @Key(
                        help =
                                "How capable it is, from 1 to 5, the highest: no backend of a lower"
                                    + " tier stands in for another one unless the request allows it"
                                    + " by `X-Chasqui-Tier: flexible`. See"
                                    + " [routing.md](routing.md#tiers).",
                        least = "1",
                        most = "5",
                        unset = "none")
                Optional<Integer> tier,
        @Key(
                        help =
                                "Its size beside other backends, for the strategies `weighted`,"
                                        + " `least_loaded` and `smart`.",
                        fallback = "1.0",
                        least = "0.001",
                        most = "1000000")
                double weight,
        @Key(
                        help =
                                "The most open calls of it at a time. Further requests go to other"
                                        + " backends of the model, or are refused with 503.",
                        least = "1",
                        most = "1000000",
                        unset = "no bound")
                Optional<Integer> maxConcurrency,
        @Key(
                        help =
                                "The most calls of it that may begin within any window: `60/1m`;"
                                    + " with several, such as `5/1s, 60/1m`, all hold. Further"
                                    + " requests go to other backends of the model, or are refused"
                                    + " with 503.",
                        unset = "no bound",
                        rule = BackendRate.class)
                Optional<String> rate) {

    public BackendConfig {
        BackendType named = type;
        models = List.copyOf(models);
        kinds = List.copyOf(kinds);
        paths = Map.copyOf(paths);
        name = name.or(() -> Optional.of(named.word()).filter(_ -> named != BackendType.AUTO));
    }

    private static final String NO_KEY =
            "holds a character that is not visible ASCII (expected: the key alone, without spaces"
                    + " or quotes of a word processor)";

    /**
     * Returns its name in logs, metrics and messages; an empty text if the configuration lacks it,
     * which is a mistake.
     */
    public String id() {
        return name.orElse("");
    }

    /** Returns the rule for the choice of it; empty if nothing is configured. */
    public Optional<BackendRule> rule() {
        BackendRule rule =
                new BackendRule(
                        priority,
                        weight,
                        maxConcurrency.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                        tier.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                        rate.flatMap(BackendRate::limits).orElse(List.of()));
        return Optional.of(rule).filter(one -> !one.equals(BackendRule.NONE));
    }

    /** Returns its address; empty if the configuration lacks it, which is a mistake. */
    public Optional<URI> address() {
        return url.or(() -> type.service().map(BackendType.Service::url));
    }

    /**
     * Returns the hosted service behind it; empty if there is none. Another server with the name of
     * an API is one of one's own, which gets no usual key.
     */
    public Optional<BackendType.Service> service() {
        return type.service().filter(one -> !type.isApi() || url.map(one::isAt).orElse(true));
    }

    /**
     * Returns the API key to send, read now from the variable or the file that the config names;
     * empty if none is to be sent.
     *
     * @param environment the variables of the environment by name
     * @throws UncheckedIOException if the file cannot be read
     */
    public Optional<String> apiKey(Map<String, String> environment) {
        return apiKeyEnv
                .or(this::usualVariable)
                .map(variable -> environment.getOrDefault(variable, "").strip())
                .or(() -> apiKeyFile.map(KeyFile::firstLine))
                .filter(key -> !key.isEmpty());
    }

    /**
     * Returns the usual variable of a hosted service; empty if the config names another key, or an
     * address to which a key would travel unencrypted.
     */
    private Optional<String> usualVariable() {
        return apiKeyFile.isPresent() || url.filter(BackendConfig::isOpenToReaders).isPresent()
                ? Optional.empty()
                : service().map(BackendType.Service::keyVariable);
    }

    /** Returns true if others on the way to a URL can read what is sent there. */
    private static boolean isOpenToReaders(URI url) {
        return !"https".equalsIgnoreCase(url.getScheme()) && !LoopbackHost.is(url.getHost());
    }

    /**
     * Reports mistakes that span several keys, and a key's variable or file that cannot be read.
     *
     * @param names the names of the backends before this one; this one's is added
     */
    void check(Section section, Set<String> names) {
        requireNameAndAddress(section);
        if (!id().isEmpty() && !names.add(id())) {
            section.problem("name", "\"" + id() + "\" (expected: another name; this one is taken)");
        }
        checkKey(section);
        paths.forEach(
                (usual, own) -> {
                    if (usual.endsWith("/") != own.endsWith("/")) {
                        section.problem(
                                "paths",
                                "\"%s\": \"%s\" (expected: both with a slash at their end, or"
                                                .formatted(usual, own)
                                        + " neither)");
                    }
                });
        boolean loads = type == BackendType.AUTO || type == BackendType.OLLAMA;
        if (!loads && maxContext.isPresent()) {
            section.warning("maxContext", "has no effect, since only an Ollama is asked for it");
        }
    }

    /** Only a type that is known by name can be without them. */
    private void requireNameAndAddress(Section section) {
        // A wrong type may have been meant to be one that needs neither.
        if (section.isWrong("type")) {
            return;
        }
        if (name.isEmpty() && !section.has("name")) {
            section.problem("name", "missing (expected: " + new TextRules.Name().expected() + ")");
        }
        if (address().isEmpty() && !section.has("url")) {
            section.problem("url", "missing (expected: " + new TextRules.Url().expected() + ")");
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
        if (!section.has("apiKeyEnv") && !section.has("apiKeyFile")) {
            checkUsualKey(section);
            warnOfUnsentKey(section);
        }
        apiKeyFile.ifPresent(
                file ->
                        checkKey(
                                section,
                                "apiKeyFile",
                                KeyFile.readable(file),
                                "cannot be read, or is empty (expected: a file whose first line is"
                                        + " the key)"));
        if (apiKeyEnv.isPresent() && apiKeyFile.isPresent()) {
            section.problem("apiKeyFile", "given beside apiKeyEnv (expected: one of the two)");
        }
    }

    /** A proxy in front of a service may have the key itself, so the server's may be missing. */
    private void checkUsualKey(Section section) {
        Optional<String> variable = usualVariable();
        Optional<String> key = variable.flatMap(section::secret).map(String::strip);
        boolean needed =
                url.isEmpty()
                        ? !section.isWrong("url")
                        : type.service().filter(one -> one.isAt(url.get())).isPresent();
        if (variable.isPresent() && (key.isPresent() || needed)) {
            checkKey(
                    section,
                    "type",
                    key,
                    "\"%s\" needs a key, and the variable %s is not set"
                                    .formatted(type.word(), variable.get())
                            + " (expected: that variable, or apiKeyEnv or apiKeyFile)");
        }
    }

    private void warnOfUnsentKey(Section section) {
        service()
                .filter(_ -> url.filter(BackendConfig::isOpenToReaders).isPresent())
                .map(BackendType.Service::keyVariable)
                .filter(variable -> section.secret(variable).isPresent())
                .ifPresent(
                        variable ->
                                section.warning(
                                        "url",
                                        "is not https, so the key in %s is not sent there;"
                                                        .formatted(variable)
                                                + " apiKeyEnv sends a key even so"));
    }

    private static void checkKey(
            Section section, String where, Optional<String> key, String missing) {
        if (key.isEmpty()) {
            section.problem(where, missing);
        } else if (!key.get().chars().allMatch(c -> c > ' ' && c < 127)) {
            section.problem(where, NO_KEY);
        }
    }
}

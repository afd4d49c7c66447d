package dev.chasqui.adapters.config;

import dev.chasqui.domain.chat.ServiceMembers;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The type of a backend: an API, or a hosted service whose address, key and API are known. This is
 * the table of these services; it is sorted by name.
 */
public enum BackendType {
    ANTHROPIC("anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
    /** The server detects the API by asking the backend. */
    AUTO,
    CEREBRAS(
            "https://api.cerebras.ai/v1",
            "CEREBRAS_API_KEY",
            ServiceMembers.USUAL.lacking(
                    "frequency_penalty", "presence_penalty", "parallel_tool_calls")),
    DEEPINFRA(
            "https://api.deepinfra.com/v1/openai",
            "DEEPINFRA_API_KEY",
            ServiceMembers.USUAL.adding("top_k", "min_p")),
    DEEPSEEK(
            "https://api.deepseek.com/v1",
            "DEEPSEEK_API_KEY",
            ServiceMembers.USUAL.adding("reasoning_content")),
    FIREWORKS(
            "https://api.fireworks.ai/inference/v1",
            "FIREWORKS_API_KEY",
            ServiceMembers.USUAL.adding("top_k", "min_p")),
    GOOGLE(
            "https://generativelanguage.googleapis.com/v1beta/openai",
            "GEMINI_API_KEY",
            ServiceMembers.USUAL.lacking(
                    "seed",
                    "frequency_penalty",
                    "presence_penalty",
                    "logprobs",
                    "top_logprobs",
                    "parallel_tool_calls")),
    GROQ(
            "https://api.groq.com/openai/v1",
            "GROQ_API_KEY",
            ServiceMembers.USUAL.lacking("logprobs", "top_logprobs")),
    HUGGINGFACE("https://router.huggingface.co/v1", "HF_TOKEN", ServiceMembers.USUAL),
    MISTRAL(
            "https://api.mistral.ai/v1",
            "MISTRAL_API_KEY",
            ServiceMembers.USUAL
                    .lacking("stream_options", "logprobs", "top_logprobs")
                    .renaming("seed", "random_seed")
                    .withIdsOf(9)),
    MOONSHOT(
            "https://api.moonshot.ai/v1",
            "MOONSHOT_API_KEY",
            ServiceMembers.USUAL.adding("reasoning_content")),
    NVIDIA("https://integrate.api.nvidia.com/v1", "NVIDIA_API_KEY", ServiceMembers.USUAL),
    OLLAMA("ollama"),
    OPENAI(
            "https://api.openai.com/v1",
            "OPENAI_API_KEY",
            ServiceMembers.USUAL.renaming("max_tokens", "max_completion_tokens")),
    OPENROUTER(
            "https://openrouter.ai/api/v1",
            "OPENROUTER_API_KEY",
            ServiceMembers.USUAL.adding("top_k", "min_p")),
    SAMBANOVA("https://api.sambanova.ai/v1", "SAMBANOVA_API_KEY", ServiceMembers.USUAL),
    TOGETHER(
            "https://api.together.xyz/v1",
            "TOGETHER_API_KEY",
            ServiceMembers.USUAL.adding("top_k", "min_p")),
    XAI("https://api.x.ai/v1", "XAI_API_KEY", ServiceMembers.USUAL);

    /**
     * A hosted service.
     *
     * @param url its base address
     * @param keyVariable the environment variable that usually holds a key for it
     * @param members the members of requests that it takes
     */
    public record Service(URI url, String keyVariable, ServiceMembers members) {

        /** Returns true if another URL is on the same server: its scheme, host and port. */
        boolean isAt(URI other) {
            return url.getScheme().equalsIgnoreCase(other.getScheme())
                    && url.getHost().equalsIgnoreCase(other.getHost())
                    && port(url) == port(other);
        }

        /** Returns the port; -1 for the usual one. All services have https. */
        private static int port(URI url) {
            return url.getPort() == 443 ? -1 : url.getPort();
        }
    }

    private final @Nullable String dialect;

    // The record copies its collections, which the checker cannot know.
    @SuppressWarnings("ImmutableEnumChecker")
    private final @Nullable Service service;

    BackendType() {
        this(null, (Service) null);
    }

    BackendType(String dialect) {
        this(dialect, (Service) null);
    }

    BackendType(String url, String keyVariable, ServiceMembers members) {
        this("openai", new Service(URI.create(url), keyVariable, members));
    }

    BackendType(String dialect, String url, String keyVariable) {
        this(dialect, new Service(URI.create(url), keyVariable, ServiceMembers.USUAL));
    }

    BackendType(@Nullable String dialect, @Nullable Service service) {
        this.dialect = dialect;
        this.service = service;
    }

    /** Returns its name in the config. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the name of its API; empty if the backend is asked for it. */
    public Optional<String> dialect() {
        return Optional.ofNullable(dialect);
    }

    /** Returns true if servers of one's own have this type too: it is the name of an API. */
    public boolean isApi() {
        return dialect == null || dialect.equals(word());
    }

    /** Returns the hosted service of this name; empty if it is only an API. */
    public Optional<Service> service() {
        return Optional.ofNullable(service);
    }
}

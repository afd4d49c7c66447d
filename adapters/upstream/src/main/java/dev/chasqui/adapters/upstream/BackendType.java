package dev.chasqui.adapters.upstream;

/** What the config says about the dialect of a backend. */
public enum BackendType {
    /** It speaks OpenAI's dialect. */
    OPENAI,
    /** It speaks Ollama's dialect. */
    OLLAMA,
    /** It is asked what it speaks when it is first needed. */
    AUTO
}

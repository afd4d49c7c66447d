package dev.chasqui.domain.chat;

/** A wire format that clients and backends speak. */
public enum Dialect {
    OPENAI("OpenAI"),
    OLLAMA("Ollama");

    private final String displayName;

    Dialect(String displayName) {
        this.displayName = displayName;
    }

    /** The name that people know it by. */
    public String displayName() {
        return displayName;
    }
}

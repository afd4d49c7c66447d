package dev.chasqui.domain.chat;

/**
 * The name of a wire format that clients and backends speak, such as {@code openai}. If both sides
 * of an exchange speak the same dialect, bytes go on as they came.
 */
public record Dialect(String name) {
    public static final Dialect OPENAI = new Dialect("openai");

    /** OpenAI's Responses API. */
    public static final Dialect RESPONSES = new Dialect("responses");

    public static final Dialect OLLAMA = new Dialect("ollama");
    public static final Dialect ANTHROPIC = new Dialect("anthropic");

    /** The dialect of no client: the server's own words. */
    public static final Dialect NONE = new Dialect("-");

    @Override
    public String toString() {
        return name;
    }
}

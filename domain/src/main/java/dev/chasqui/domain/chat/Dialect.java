package dev.chasqui.domain.chat;

/**
 * The name of a wire format that clients and backends speak, such as {@code openai}. Bytes of a
 * dialect go on as they came to whoever speaks the same one.
 */
public record Dialect(String name) {
    public static final Dialect OPENAI = new Dialect("openai");
    public static final Dialect OLLAMA = new Dialect("ollama");

    /** What is none: the server's own words. */
    public static final Dialect NONE = new Dialect("-");

    @Override
    public String toString() {
        return name;
    }
}

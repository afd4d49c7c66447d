package dev.chasqui.domain.model;

/** An ability that a request may need, and that not every model has. */
public enum Capability {
    /** It reads images. */
    VISION("see images"),
    /** It calls tools. */
    TOOLS("call tools"),
    /** It answers in JSON, also by a schema. */
    JSON("be held to JSON"),
    /** It reasons before it answers. */
    REASONING("reason before it answers");

    private final String words;

    Capability(String words) {
        this.words = words;
    }

    /** Returns the ability in words that follow {@code can}. */
    public String words() {
        return words;
    }
}

package dev.chasqui.domain.chat;

/** The amount of reasoning before the model answers. */
public sealed interface Thinking {
    /** The client did not say; the backend's default holds. */
    record Unset() implements Thinking {}

    /** No reasoning. */
    record Off() implements Thinking {}

    /** Reasoning, as much as the backend chooses. */
    record On() implements Thinking {}

    /** Reasoning of a level such as {@code low}, {@code medium} or {@code high}. */
    record Effort(String level) implements Thinking {}
}

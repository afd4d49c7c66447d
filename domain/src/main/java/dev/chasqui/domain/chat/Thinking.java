package dev.chasqui.domain.chat;

/** How much the model shall reason before it answers. */
public sealed interface Thinking {
    /** The client did not say; the backend's default holds. */
    record Unset() implements Thinking {}

    /** No reasoning. */
    record Off() implements Thinking {}

    /** Reasoning, as much as the backend sees fit. */
    record On() implements Thinking {}

    /** Reasoning of a level such as {@code low}, {@code medium} or {@code high}. */
    record Effort(String level) implements Thinking {}
}

package dev.chasqui.domain.chat;

import dev.chasqui.domain.json.Json;

/** The client's rule for tool calls: the model may, must or must not call tools. */
public sealed interface ToolChoice {
    /** The model decides. */
    record Auto() implements ToolChoice {}

    /** No tool may be called. */
    record None() implements ToolChoice {}

    /** Some tool must be called. */
    record Required() implements ToolChoice {}

    /** This function must be called. */
    record Function(String name) implements ToolChoice {}

    /** A choice of a kind that we carry without understanding it. */
    record Other(Json value) implements ToolChoice {}
}

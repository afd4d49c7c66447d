package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.request.ToolArguments;
import dev.chasqui.adapters.dialects.request.ToolCallIds;
import dev.chasqui.domain.json.Json;

import java.util.Optional;

/**
 * A call of a tool. The input of a tool that takes plain text is reported in one piece, since it
 * arrives within the arguments of a function. Used by one thread.
 */
final class CallItem extends OutputItem {
    private final ToolNames.Origin tool;
    private final String callId;
    private final ArgumentsEnd end = new ArgumentsEnd();

    /**
     * @param tool the tool as the client knows it
     * @param callId the backend's id of the call; empty if it gave none
     */
    CallItem(ToolNames.Origin tool, String callId) {
        super(tool.custom() ? "ctc" : "fc");
        this.tool = tool;
        this.callId = callId.isEmpty() ? ToolCallIds.random() : callId;
    }

    /** Adds more of the arguments. */
    void addArguments(String more) {
        end.feed(more);
        add(more);
    }

    @Override
    boolean mayClose() {
        return end.reached();
    }

    @Override
    Json.Obj begun() {
        return item("in_progress", "");
    }

    @Override
    void begin() {
        // A call has no parts.
    }

    @Override
    void delta(String more) {
        if (!tool.custom()) {
            event("response.function_call_arguments.delta", place().with("delta", Json.of(more)));
        }
    }

    @Override
    void end(String status) {
        if (tool.custom()) {
            if (!input().isEmpty()) {
                event(
                        "response.custom_tool_call_input.delta",
                        place().with("delta", Json.of(input())));
            }
            event("response.custom_tool_call_input.done", place().with("input", Json.of(input())));
            return;
        }
        if (length() == 0) {
            // Programs parse the arguments, and an empty text is no JSON.
            addArguments("{}");
        }
        event(
                "response.function_call_arguments.done",
                place().with("name", Json.of(tool.name())).with("arguments", Json.of(text())));
    }

    @Override
    Json.Obj item(String status) {
        return item(status, tool.custom() ? input() : text());
    }

    private Json.Obj item(String status, String given) {
        Json.Obj item =
                Json.Obj.EMPTY
                        .with("id", Json.of(id()))
                        .with("type", Json.of(tool.custom() ? "custom_tool_call" : "function_call"))
                        .with("status", Json.of(status))
                        .with("call_id", Json.of(callId))
                        .with("name", Json.of(tool.name()))
                        .with(tool.custom() ? "input" : "arguments", Json.of(given));
        Optional<String> space = tool.namespace();
        return space.isPresent() ? item.with("namespace", Json.of(space.get())) : item;
    }

    /** Returns the plain text; the whole arguments if the model did not write it as asked. */
    private String input() {
        return ToolArguments.object(text()).flatMap(given -> given.text("input")).orElse(text());
    }
}

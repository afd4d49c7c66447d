package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A filter that keeps the tools that every dialect knows, the functions. */
public final class FunctionTools {
    private FunctionTools() {}

    /**
     * Returns the functions among the tools. Tools of other kinds are dropped if there are
     * functions.
     *
     * @param dropped receives the names of the dropped kinds
     * @throws FailureException with {@code Invalid} if there is no function, or the request demands
     *     a tool of another kind: the model would invent an answer without it
     */
    public static List<Tool.Function> of(Conversation conversation, Set<String> dropped) {
        List<Tool.Function> functions = new ArrayList<>();
        Optional<Json.Obj> other = Optional.empty();
        for (Tool tool : conversation.tools()) {
            switch (tool) {
                case Tool.Function function -> functions.add(function);
                case Tool.Other(Json.Obj value) -> {
                    dropped.add("tools." + kind(value));
                    if (other.isEmpty() || isChosen(value, conversation)) {
                        other = Optional.of(value);
                    }
                }
            }
        }
        boolean unused = conversation.settings().toolChoice() instanceof ToolChoice.None;
        if (other.isPresent()
                && !unused
                && (functions.isEmpty() || isChosen(other.get(), conversation))) {
            throw Invalid.value(
                    "tools",
                    Json.of(kind(other.get())),
                    "functions; the backend of this model has no tool of that kind");
        }
        return functions;
    }

    private static boolean isChosen(Json.Obj tool, Conversation conversation) {
        return conversation.settings().toolChoice() instanceof ToolChoice.Function(String name)
                && tool.text("name").equals(Optional.of(name));
    }

    private static String kind(Json.Obj tool) {
        return tool.text("type").orElse("other");
    }
}

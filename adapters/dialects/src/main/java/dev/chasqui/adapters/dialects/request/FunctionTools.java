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

/** The tools of another dialect that are functions, which every dialect knows. */
public final class FunctionTools {
    private FunctionTools() {}

    /**
     * The functions among the tools. A tool of another kind is left out where there are functions
     * beside it.
     *
     * @param dropped gets the names of the kinds that are left out
     * @throws FailureException with {@code Invalid} if the request is about nothing else than what
     *     would be left out: an answer without it would be made up
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

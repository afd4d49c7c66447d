package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reader and writer of tools in OpenAI's form, which Ollama shares. */
public final class ToolDefinitions {
    private static final String TYPE = "type";
    private static final String FUNCTION = "function";

    private ToolDefinitions() {}

    /**
     * Reads the tools of a body; none if it has none.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if one is malformed
     */
    public static List<Tool> read(Members body) {
        List<Json> items = body.items("tools");
        List<Tool> tools = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            tools.add(tool(Members.of("tools[" + i + "]", items.get(i))));
        }
        return tools;
    }

    private static Tool tool(Members tool) {
        Optional<Members> function =
                tool.text(TYPE).orElse(FUNCTION).equals(FUNCTION)
                        ? tool.members(FUNCTION)
                        : Optional.empty();
        return function.<Tool>map(ToolDefinitions::function)
                .orElseGet(() -> new Tool.Other(tool.object()));
    }

    private static Tool.Function function(Members function) {
        return new Tool.Function(
                function.requiredText("name"),
                function.text("description"),
                function.members("parameters").map(Members::object),
                function.except("name", "description", "parameters"));
    }

    /** Writes tools as a JSON array. */
    public static Json.Arr write(List<Tool> tools) {
        return new Json.Arr(tools.stream().map(ToolDefinitions::json).toList());
    }

    /**
     * Writes tools as a JSON array; a tool that was read from one of {@code values} keeps that
     * value.
     */
    public static Json.Arr write(List<Tool> tools, List<Tool> known, Json.Arr values) {
        List<Json> items = new ArrayList<>();
        for (Tool tool : tools) {
            int at = known.indexOf(tool);
            items.add(at < 0 ? json(tool) : values.items().get(at));
        }
        return new Json.Arr(items);
    }

    private static Json json(Tool tool) {
        return switch (tool) {
            case Tool.Function function ->
                    Json.Obj.EMPTY
                            .with(TYPE, Json.of(FUNCTION))
                            .with(FUNCTION, known(function).withAll(function.extras()));
            case Tool.Other(Json.Obj value) -> value;
        };
    }

    private static Json.Obj known(Tool.Function function) {
        Json.Obj known = Json.Obj.EMPTY.with("name", Json.of(function.name()));
        if (function.description().isPresent()) {
            known = known.with("description", Json.of(function.description().get()));
        }
        return function.parameters().isPresent()
                ? known.with("parameters", function.parameters().get())
                : known;
    }
}

package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A writer of tools in Ollama's form. */
final class OllamaTools {
    private OllamaTools() {}

    /**
     * Returns the member {@code tools}; empty if there are none.
     *
     * @param keepsExtras true if unknown members come from an Ollama's client
     * @param dropped receives the names of the members that have no meaning to an Ollama
     */
    static Optional<Json> write(List<Tool> tools, boolean keepsExtras, Set<String> dropped) {
        List<Json> written = new ArrayList<>();
        for (Tool tool : tools) {
            switch (tool) {
                case Tool.Function function ->
                        written.add(function(function, keepsExtras, dropped));
                case Tool.Other(Json.Obj value) when keepsExtras -> written.add(value);
                case Tool.Other(Json.Obj value) ->
                        dropped.add("tools." + value.text("type").orElse("other"));
            }
        }
        return written.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(written));
    }

    private static Json function(Tool.Function tool, boolean keepsExtras, Set<String> dropped) {
        Json.Obj function = Json.Obj.EMPTY.with("name", Json.of(tool.name()));
        if (tool.description().isPresent()) {
            function = function.with("description", Json.of(tool.description().get()));
        }
        function = function.with("parameters", parameters(tool.parameters()));
        for (var extra : tool.extras().members().entrySet()) {
            if (keepsExtras) {
                function = function.with(extra.getKey(), extra.getValue());
            } else {
                dropped.add("tools.function." + extra.getKey());
            }
        }
        return Json.Obj.EMPTY.with("type", Json.of("function")).with("function", function);
    }

    /**
     * Returns the parameters with {@code properties}: clients omit these, and an Ollama refuses a
     * function without them.
     */
    private static Json parameters(Optional<Json> parameters) {
        Json.Obj schema =
                parameters.orElse(Json.Null.NULL) instanceof Json.Obj given
                        ? given
                        : Json.Obj.EMPTY;
        if (schema.get("type").isEmpty()) {
            schema = schema.with("type", Json.of("object"));
        }
        return schema.get("properties").orElse(Json.Null.NULL) instanceof Json.Obj
                ? schema
                : schema.with("properties", Json.Obj.EMPTY);
    }
}

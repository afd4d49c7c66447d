package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A reader of the tools of a request and of the rule for their use. A tool with plain text as its
 * input becomes a function with one argument, since models and their servers know functions alone.
 * Used by one thread.
 */
final class ResponsesTools {
    private static final String TYPE = "type";
    private static final String NAME = "name";
    private static final String TOOLS = "tools";
    private static final String CHOICE = "tool_choice";
    private static final String FUNCTION = "function";
    private static final String CUSTOM = "custom";
    private static final String NAMESPACE = "namespace";
    private static final String WEB_SEARCH = "web_search";
    private static final String EXPECTED =
            "\"function\", \"custom\", \"namespace\" or \"web_search\", which is ignored; this"
                    + " server runs no tools for clients";

    /** The arguments of a function that stands for a tool with plain text as its input. */
    private static final Json INPUT =
            JsonReader.read(
                    """
                    {"type":"object","properties":{"input":{"type":"string",\
                    "description":"The input of the tool as plain text."}},"required":["input"]}\
                    """
                            .getBytes(StandardCharsets.UTF_8));

    private final ToolNames names = new ToolNames();
    private final List<Tool.Function> tools = new ArrayList<>();
    private final Set<String> leftOut = new LinkedHashSet<>();
    private final ToolChoice choice;

    /**
     * Reads the tools of a body.
     *
     * @throws FailureException with {@code Invalid} that names the field
     */
    ResponsesTools(Members body) {
        List<Json> items = body.items(TOOLS);
        for (int i = 0; i < items.size(); i++) {
            add(Members.of(TOOLS + "[" + i + "]", items.get(i)));
        }
        choice = body.value(CHOICE).map(this::choice).orElseGet(ToolChoice.Auto::new);
    }

    List<Tool> tools() {
        return List.copyOf(tools);
    }

    ToolChoice choice() {
        return choice;
    }

    ToolNames names() {
        return names;
    }

    /** Returns the names of the tools, and of members of tools, that are ignored. */
    Set<String> leftOut() {
        return leftOut;
    }

    private void add(Members tool) {
        String type = tool.requiredText(TYPE);
        switch (type) {
            case FUNCTION -> addFunction(tool, Optional.empty());
            case CUSTOM -> addCustom(tool, Optional.empty());
            case NAMESPACE -> addNamespace(tool);
            default -> {
                // Codex sends this one always, and works without it.
                if (!type.startsWith(WEB_SEARCH)) {
                    throw Invalid.value(tool.path(TYPE), Json.of(type), EXPECTED);
                }
                leftOut.add(TOOLS + "." + type);
            }
        }
    }

    private void addNamespace(Members space) {
        Optional<String> name = Optional.of(space.requiredText(NAME));
        List<Json> items = space.items(TOOLS);
        for (int i = 0; i < items.size(); i++) {
            Members tool = Members.of(space.path(TOOLS) + "[" + i + "]", items.get(i));
            String type = tool.requiredText(TYPE);
            switch (type) {
                case FUNCTION -> addFunction(tool, name);
                case CUSTOM -> addCustom(tool, name);
                default ->
                        throw Invalid.value(
                                tool.path(TYPE), Json.of(type), "\"function\" or \"custom\"");
            }
        }
    }

    private void addFunction(Members tool, Optional<String> space) {
        Optional<Json> strict = tool.value("strict");
        add(
                tool,
                space,
                false,
                tool.text("description"),
                tool.members("parameters").map(Members::object),
                strict.map(said -> Json.Obj.EMPTY.with("strict", said)).orElse(Json.Obj.EMPTY));
    }

    private void addCustom(Members tool, Optional<String> space) {
        Optional<Members> format = tool.members("format");
        Optional<String> rule = format.flatMap(said -> said.text("definition"));
        if (rule.isPresent()) {
            // The model reads the grammar, but nothing makes it keep to it.
            leftOut.add("tools.format");
        }
        Optional<String> description = tool.text("description");
        add(
                tool,
                space,
                true,
                rule.isEmpty()
                        ? description
                        : Optional.of(
                                description.map(text -> text + "\n\n").orElse("")
                                        + "The input has this grammar:\n"
                                        + rule.get()),
                Optional.of(INPUT),
                Json.Obj.EMPTY);
    }

    private void add(
            Members tool,
            Optional<String> space,
            boolean custom,
            Optional<String> description,
            Optional<Json> parameters,
            Json.Obj extras) {
        String name = tool.requiredText(NAME);
        if (name.isBlank()) {
            throw Invalid.value(tool.path(NAME), Json.of(name), "the name of the tool");
        }
        if (!names.add(new ToolNames.Origin(name, space, custom))) {
            throw Invalid.value(tool.path(NAME), Json.of(name), "a name that no other tool has");
        }
        String flat = ToolNames.flat(space, name);
        tools.add(new Tool.Function(flat, description, parameters, extras));
    }

    private ToolChoice choice(Json said) {
        if (said instanceof Json.Str(String word)) {
            return mode(CHOICE, word, true);
        }
        Members rule = Members.of(CHOICE, said);
        String type = rule.requiredText(TYPE);
        return switch (type) {
            case FUNCTION, CUSTOM -> new ToolChoice.Function(chosen(rule));
            case "allowed_tools" -> allowed(rule);
            default ->
                    throw Invalid.value(
                            rule.path(TYPE),
                            Json.of(type),
                            "\"function\", \"custom\" or \"allowed_tools\"");
        };
    }

    private static ToolChoice mode(String path, String word, boolean noneToo) {
        return switch (word) {
            case "auto" -> new ToolChoice.Auto();
            case "required" -> new ToolChoice.Required();
            default -> {
                if (noneToo && word.equals("none")) {
                    yield new ToolChoice.None();
                }
                throw Invalid.value(
                        path,
                        Json.of(word),
                        noneToo
                                ? "\"auto\", \"none\" or \"required\""
                                : "\"auto\" or \"required\"");
            }
        };
    }

    private String chosen(Members rule) {
        String name = rule.requiredText(NAME);
        String flat = ToolNames.flat(rule.text(NAMESPACE), name);
        if (!names.knows(flat)) {
            throw Invalid.value(rule.path(NAME), Json.of(name), "the name of one of the tools");
        }
        return flat;
    }

    /** Leaves only the allowed tools, which has the same effect as the rule. */
    private ToolChoice allowed(Members rule) {
        Set<String> kept = new HashSet<>();
        List<Json> items = rule.items(TOOLS);
        for (int i = 0; i < items.size(); i++) {
            Members tool = Members.of(rule.path(TOOLS) + "[" + i + "]", items.get(i));
            if (!tool.requiredText(TYPE).startsWith(WEB_SEARCH)) {
                kept.add(chosen(tool));
            }
        }
        tools.removeIf(tool -> !kept.contains(tool.name()));
        return mode(rule.path("mode"), rule.text("mode").orElse("auto"), false);
    }
}

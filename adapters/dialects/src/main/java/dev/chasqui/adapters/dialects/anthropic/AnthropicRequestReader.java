package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A reader of the conversation of a request. Unknown members become extras. Used by one thread. */
final class AnthropicRequestReader {
    private final BodyScan scan;
    private final Members body;

    private AnthropicRequestReader(BodyScan scan) {
        this.scan = scan;
        this.body =
                new Members(
                        "", (Json.Obj) JsonReader.readRequest(scan.body(), 0, scan.body().length));
    }

    /**
     * Returns the conversation of a body.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     *     by its path, if the body is malformed
     */
    static Conversation conversation(BodyScan scan) {
        return new AnthropicRequestReader(scan).conversation();
    }

    private Conversation conversation() {
        return new Conversation(
                messages(),
                tools(),
                AnthropicSettings.read(body),
                metadata(),
                AnthropicSettings.extras(body));
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        BodyScan.Range system = scan.present(AnthropicFields.SYSTEM);
        if (system != null) {
            messages.add(AnthropicTurns.system(scan, system, body));
        }
        List<Json> entries = body.items(AnthropicFields.MESSAGES);
        for (int i = 0; i < entries.size(); i++) {
            Members entry = Members.of("messages[" + i + "]", entries.get(i));
            messages.addAll(AnthropicTurns.read(scan, scan.messages().get(i), entry));
        }
        return messages;
    }

    private List<Tool> tools() {
        List<Json> items = body.items("tools");
        List<Tool> tools = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            tools.add(tool(Members.of("tools[" + i + "]", items.get(i))));
        }
        return tools;
    }

    /**
     * Returns a tool. A tool whose type is not {@code custom} is run by the server or defined by
     * its maker, so it stays as it is.
     */
    private static Tool tool(Members tool) {
        if (!tool.text("type").orElse("custom").equals("custom")) {
            return new Tool.Other(tool.object());
        }
        return new Tool.Function(
                tool.requiredText("name"),
                tool.text("description"),
                tool.members("input_schema").map(Members::object),
                tool.except("type", "name", "description", "input_schema"));
    }

    private Map<String, String> metadata() {
        Map<String, String> labels = new LinkedHashMap<>();
        Optional<Members> given = body.members("metadata");
        given.ifPresent(
                all ->
                        all.object()
                                .members()
                                .forEach(
                                        (name, value) ->
                                                labels.put(
                                                        name,
                                                        value instanceof Json.Str(String text)
                                                                ? text
                                                                : value.toString())));
        return labels;
    }
}

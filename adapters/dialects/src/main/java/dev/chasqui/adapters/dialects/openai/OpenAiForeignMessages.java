package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.request.PlainMessages;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The messages of another dialect in the form of OpenAI's servers. Members that only the other
 * dialect knows are dropped, and several texts become one. The images of a tool's result follow it
 * as a message of the user, since the API accepts only text from a tool.
 */
final class OpenAiForeignMessages {
    private final Set<String> dropped;
    private final List<Message> written = new ArrayList<>();

    /** The images of the latest results of tools, which are still to be written. */
    private final List<Part> shown = new ArrayList<>();

    private OpenAiForeignMessages(Set<String> dropped) {
        this.dropped = dropped;
    }

    /**
     * Returns the messages in their order.
     *
     * @param dropped receives the names of the dropped members
     */
    static List<Message> of(List<Message> messages, Set<String> dropped) {
        OpenAiForeignMessages all = new OpenAiForeignMessages(dropped);
        PlainMessages.of(messages, dropped).forEach(all::add);
        all.show();
        return all.written;
    }

    private void add(Message message) {
        message.extras().members().keySet().forEach(name -> dropped.add("messages." + name));
        List<Part> content = new ArrayList<>();
        message.content().forEach(part -> content.add(known(part)));
        if (message.role().equals(Role.TOOL)) {
            content.stream().filter(Part.Image.class::isInstance).forEach(shown::add);
            content.removeIf(Part.Image.class::isInstance);
        } else if (message.role().equals(Role.USER)) {
            content.addAll(0, shown);
            shown.clear();
        } else {
            show();
        }
        written.add(
                new Message(
                        message.role(),
                        joined(content),
                        message.reasoning(),
                        message.toolCalls().stream().map(this::known).toList(),
                        message.toolCallId(),
                        message.name(),
                        Json.Obj.EMPTY,
                        Optional.empty()));
    }

    private void show() {
        if (!shown.isEmpty()) {
            written.add(Message.of(Role.USER, "").withContent(shown));
            shown.clear();
        }
    }

    private Part known(Part part) {
        return switch (part) {
            case Part.Text(String text, Json.Obj extras) -> {
                drop(extras);
                yield new Part.Text(text);
            }
            case Part.Image(Part.Data data, Optional<String> detail, Json.Obj extras) -> {
                drop(extras);
                yield new Part.Image(data, detail, Json.Obj.EMPTY);
            }
            case Part.Other other -> other;
        };
    }

    /**
     * Returns the call without extras; a call of an unknown type consists of them and keeps them.
     */
    private ToolCall known(ToolCall call) {
        if (call.extras().isEmpty() || call.extras().get("type").isPresent()) {
            return call;
        }
        call.extras()
                .members()
                .keySet()
                .forEach(name -> dropped.add("messages.tool_calls." + name));
        return new ToolCall(call.id(), call.name(), call.arguments());
    }

    private void drop(Json.Obj extras) {
        extras.members().keySet().forEach(name -> dropped.add("messages.content." + name));
    }

    private static List<Part> joined(List<Part> content) {
        boolean text = content.stream().allMatch(Part.Text.class::isInstance);
        return text && content.size() > 1
                ? List.of(new Part.Text(Message.of(Role.USER, "").withContent(content).text()))
                : content;
    }
}

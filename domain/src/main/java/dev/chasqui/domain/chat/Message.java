package dev.chasqui.domain.chat;

import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One message of a conversation.
 *
 * @param content its parts; empty if the wire said {@code null} or nothing
 * @param reasoning the model's reasoning before the message, if a client sends it back
 * @param toolCalls the calls that an assistant asked for
 * @param toolCallId in a tool's answer, the call that it answers
 * @param name the speaker's or the tool's name
 * @param extras members that we do not know
 * @param source the bytes that the message was decoded from; empty once it was edited
 */
public record Message(
        Role role,
        List<Part> content,
        Optional<String> reasoning,
        List<ToolCall> toolCalls,
        Optional<String> toolCallId,
        Optional<String> name,
        Json.Obj extras,
        Optional<Source> source) {

    public Message {
        content = List.copyOf(content);
        toolCalls = List.copyOf(toolCalls);
    }

    /** Makes a message of plain text. */
    public static Message of(Role role, String text) {
        return new Message(
                role,
                List.of(new Part.Text(text)),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Json.Obj.EMPTY,
                Optional.empty());
    }

    /** Returns the text of all text parts, joined by line breaks. */
    public String text() {
        return content.stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining("\n"));
    }

    /** Returns this message with other content; everything else stays. */
    public Message withContent(List<Part> content) {
        return new Message(
                role, content, reasoning, toolCalls, toolCallId, name, extras, Optional.empty());
    }

    /** Returns this message without the thoughts behind it. */
    public Message withoutReasoning() {
        return new Message(
                role,
                content,
                Optional.empty(),
                toolCalls,
                toolCallId,
                name,
                extras,
                Optional.empty());
    }

    /**
     * Returns this message with its first text part replaced; a message without text gets the part
     * in front.
     */
    public Message withFirstText(String text) {
        List<Part> changed = new ArrayList<>(content);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i) instanceof Part.Text(String ignored, Json.Obj partExtras)) {
                changed.set(i, new Part.Text(text, partExtras));
                return withContent(changed);
            }
        }
        changed.addFirst(new Part.Text(text));
        return withContent(changed);
    }

    /**
     * Returns this message with a text in front of its own, and an empty line between them; its
     * parts stay apart if there are several.
     */
    public Message withTextBefore(String text) {
        if (content.size() == 1 && firstText().isPresent()) {
            return withFirstText(text + "\n\n" + firstText().get());
        }
        List<Part> changed = new ArrayList<>(content);
        changed.addFirst(new Part.Text(text));
        return withContent(changed);
    }

    /** Returns the text of the first text part; empty if there is none. */
    public Optional<String> firstText() {
        return content.stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .findFirst();
    }
}

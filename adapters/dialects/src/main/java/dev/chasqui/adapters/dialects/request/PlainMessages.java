package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The messages of another dialect in a form that every server takes.
 *
 * <p>A part of a kind that only its own dialect knows becomes text, or is dropped. An instruction
 * after the start of the conversation becomes text of the user at the same position: many chat
 * templates refuse late instructions, and moving one to the front would invalidate the cached
 * prompt.
 */
public final class PlainMessages {
    private final Set<String> dropped;
    private final List<Message> plain = new ArrayList<>();
    private boolean begun;

    /** True if the last message is an instruction that became the user's. */
    private boolean afterInstruction;

    private PlainMessages(Set<String> dropped) {
        this.dropped = dropped;
    }

    /**
     * Returns the messages in their order.
     *
     * @param dropped receives the names of the dropped parts
     */
    public static List<Message> of(List<Message> messages, Set<String> dropped) {
        PlainMessages all = new PlainMessages(dropped);
        messages.forEach(all::add);
        return all.plain;
    }

    private void add(Message message) {
        Message known =
                message.content().stream().anyMatch(PlainMessages::isForeign)
                        ? message.withContent(content(message))
                        : message;
        if (known.role().instructs() && known.content().isEmpty()) {
            known.extras().members().keySet().forEach(name -> dropped.add("messages." + name));
            return;
        }
        boolean late = begun && message.role().instructs();
        boolean user = message.role().equals(Role.USER);
        begun |= !message.role().instructs();
        Message last = plain.isEmpty() ? null : plain.getLast();
        if (late && last != null && last.role().equals(Role.USER)) {
            plain.set(plain.size() - 1, last.withContent(joined(last, known)));
        } else if (user && afterInstruction && last != null) {
            plain.set(plain.size() - 1, known.withContent(joined(last, known)));
            afterInstruction = false;
        } else {
            plain.add(late ? asUser(known) : known);
            afterInstruction = late;
        }
    }

    private static Message asUser(Message instruction) {
        return new Message(
                Role.USER,
                instruction.content(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                instruction.extras(),
                Optional.empty());
    }

    private static List<Part> joined(Message first, Message second) {
        List<Part> all = new ArrayList<>(first.content());
        all.addAll(second.content());
        return all;
    }

    private static boolean isForeign(Part part) {
        return part instanceof Part.Other other && other.text().isPresent();
    }

    private List<Part> content(Message message) {
        List<Part> content = new ArrayList<>();
        for (Part part : message.content()) {
            if (part instanceof Part.Other(Json.Obj value, Optional<String> text)
                    && text.isPresent()) {
                if (text.get().isEmpty()) {
                    dropped.add("messages.content." + value.text("type").orElse("other"));
                } else {
                    content.add(new Part.Text(text.get()));
                }
            } else {
                content.add(part);
            }
        }
        return content;
    }
}

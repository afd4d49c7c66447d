package dev.chasqui.adapters.dialects.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class PlainMessagesTest {
    private static final Message USER = Message.of(Role.USER, "u");
    private static final Message ASSISTANT = Message.of(Role.ASSISTANT, "a");
    private static final Message SYSTEM = Message.of(Role.SYSTEM, "s");

    private final Set<String> dropped = new LinkedHashSet<>();

    private List<String> plain(Message... messages) {
        return PlainMessages.of(List.of(messages), dropped).stream()
                .map(message -> message.role() + ":" + message.text().replace('\n', '+'))
                .toList();
    }

    @Test
    void instructionsInFrontStayAndLateOnesAreTheUsers() {
        assertThat(plain(SYSTEM, SYSTEM, USER, SYSTEM, ASSISTANT, SYSTEM, USER, USER))
                .containsExactly(
                        "system:s", "system:s", "user:u+s", "assistant:a", "user:s+u", "user:u");
        assertThat(plain(USER, ASSISTANT, SYSTEM, SYSTEM))
                .containsExactly("user:u", "assistant:a", "user:s+s");
    }

    @Test
    void aPartOfAnotherDialectIsItsTextOrIsNamed() {
        Json.Obj document = Json.Obj.EMPTY.with("type", Json.of("document"));
        Part unknown = new Part.Other(Json.Obj.EMPTY.with("type", Json.of("input_audio")));
        Message message =
                USER.withContent(
                        List.of(
                                new Part.Other(document, Optional.of("read")),
                                new Part.Other(document, Optional.of("")),
                                unknown));

        assertThat(PlainMessages.of(List.of(message), dropped).getFirst().content())
                .containsExactly(new Part.Text("read"), unknown);
        assertThat(dropped).containsExactly("messages.content.document");
    }

    @Test
    void anInstructionThatSaysNothingIsNone() {
        Message silent =
                new Message(
                        Role.SYSTEM,
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Json.Obj.EMPTY.with("x", Json.of(1)),
                        Optional.empty());

        assertThat(plain(silent, USER)).containsExactly("user:u");
        assertThat(dropped).containsExactly("messages.x");
    }
}

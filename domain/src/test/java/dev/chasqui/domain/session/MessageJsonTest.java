package dev.chasqui.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** The form in which messages are stored. */
class MessageJsonTest {
    private static final Json.Obj EXTRAS =
            Json.Obj.EMPTY
                    .with("seed", new Json.Num("18446744073709551615.00"))
                    .with("text", Json.of("a member that is called as one of ours"));

    @Test
    void nothingOfAMessageIsLost() {
        Message asked =
                new Message(
                        Role.USER,
                        List.of(
                                new Part.Text("", EXTRAS),
                                new Part.Text("line\n\u0000 \"quoted\" \ud800 \ud83e\udd99"),
                                new Part.Image(
                                        new Part.Data.Inline("image/png", "aGk="),
                                        Optional.of("high"),
                                        EXTRAS),
                                new Part.Image(new Part.Data.Address("https://example.org/a.png")),
                                new Part.Other(EXTRAS, Optional.of("sound")),
                                new Part.Other(Json.Obj.EMPTY.with("text", Json.of("x")))),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.of("ana"),
                        EXTRAS,
                        Optional.empty());
        Message called =
                new Message(
                        Role.ASSISTANT,
                        List.of(),
                        Optional.of("thought"),
                        List.of(
                                new ToolCall("1", "add", "{\"a\":1", EXTRAS),
                                new ToolCall("", "", "")),
                        Optional.empty(),
                        Optional.empty(),
                        Json.Obj.EMPTY,
                        Optional.empty());
        Message result =
                new Message(
                        new Role("a role to come"),
                        List.of(new Part.Text("3")),
                        Optional.empty(),
                        List.of(),
                        Optional.of("1"),
                        Optional.empty(),
                        Json.Obj.EMPTY,
                        Optional.empty());
        List<Message> all = List.of(asked, called, result);

        String text = MessageJson.write(all);

        assertThat(MessageJson.read(text)).isEqualTo(all);
        assertThat(text.chars()).noneMatch(c -> c < ' ' || c == 0xd800);
    }

    @Test
    void whatIsNoStoredMessageIsRefused() {
        for (String text : List.of("{}", "[1]", "[{}]", "[{\"role\":\"user\",\"content\":[1]}]")) {
            assertThatThrownBy(() -> MessageJson.read(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}

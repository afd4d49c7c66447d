package dev.chasqui.domain.derived;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DerivedModelTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final Json.Obj SAMPLING =
            Json.Obj.EMPTY.with("temperature", Json.of(0)).with("max_tokens", Json.of(7));

    private static final DerivedModel BOT =
            new DerivedModel(
                    "bot",
                    "base",
                    Optional.of("Be brief."),
                    List.of(Message.of(Role.USER, "Hi"), Message.of(Role.ASSISTANT, "Hello")),
                    SAMPLING,
                    SAMPLING,
                    List.of("CC0"),
                    Optional.empty(),
                    NOW);

    private static ChatRequest request(Json.Obj sampling, Message... messages) {
        return ChatRequest.of(
                "bot",
                false,
                new Conversation(
                        Arrays.asList(messages),
                        List.of(),
                        Settings.DEFAULT.withSampling(sampling),
                        Map.of(),
                        Json.Obj.EMPTY));
    }

    private static List<String> texts(ChatRequest request) {
        return request.messages().stream().map(Message::text).toList();
    }

    @Test
    void itsMessagesStandBehindTheInstructionsAndBeforeTheConversation() {
        Message question = Message.of(Role.USER, "Q");

        assertThat(texts(BOT.applyTo(request(Json.Obj.EMPTY, question))))
                .containsExactly("Be brief.", "Hi", "Hello", "Q");
        assertThat(
                        texts(
                                BOT.applyTo(
                                        request(
                                                Json.Obj.EMPTY,
                                                Message.of(Role.DEVELOPER, "One."),
                                                Message.of(Role.SYSTEM, "Two."),
                                                question,
                                                Message.of(Role.SYSTEM, "Late.")))))
                .containsExactly("One.", "Two.", "Hi", "Hello", "Q", "Late.");
    }

    @Test
    void aSettingHoldsOnlyWhereTheRequestLeavesItOpen() {
        Json.Obj none = Json.Obj.EMPTY.with("temperature", Json.Null.NULL);
        Json.Obj own = Json.Obj.EMPTY.with("temperature", Json.of(1));
        Json.Obj newer = Json.Obj.EMPTY.with("max_completion_tokens", Json.of(9));

        assertThat(sampling(none)).isEqualTo(SAMPLING);
        assertThat(sampling(own)).isEqualTo(own.with("max_tokens", Json.of(7)));
        assertThat(sampling(newer)).isEqualTo(newer.with("temperature", Json.of(0)));
    }

    private static Json.Obj sampling(Json.Obj asked) {
        return BOT.applyTo(request(asked)).settings().sampling();
    }

    @Test
    void aRawPromptGetsTheSettingsAlone() {
        ChatRequest raw =
                ChatRequest.decoded(
                        "bot",
                        ChatRequest.Form.RAW,
                        false,
                        false,
                        () -> Conversation.of(List.of(Message.of(Role.USER, "Q"))),
                        () -> Dialect.OLLAMA);

        ChatRequest applied = BOT.applyTo(raw);

        assertThat(texts(applied)).containsExactly("Q");
        assertThat(applied.settings().sampling()).isEqualTo(SAMPLING);
    }

    @Test
    void oneThatSaysNothingChangesNoRequest() {
        ChatRequest request = request(Json.Obj.EMPTY, Message.of(Role.USER, "Q"));

        assertThat(DerivedModel.of("copy", "base", NOW).applyTo(request)).isSameAs(request);
    }

    @Test
    void aChildInheritsWhatItLeavesOpen() {
        DerivedModel child = DerivedModel.of("child", "bot", NOW);

        DerivedModel whole = BOT.derive(child);

        assertThat(whole).isEqualTo(BOT.named("child", NOW));
        assertThat(whole.name()).isEqualTo("child:latest");
        assertThat(whole.base()).isEqualTo("base");
    }
}

package dev.chasqui.adapters.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.ChatBeginning;
import dev.chasqui.domain.chat.ChatRequest;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/** The beginning of a conversation, by the bytes of a body. */
class OpenAiBeginningTest {
    private static final String SYSTEM = "{\"role\":\"system\",\"content\":\"%s\"}";
    private static final String USER = "{\"content\":\"%s\",\"role\":\"user\"}";
    private static final String LONG = "Answer as a lawyer would. ".repeat(100);

    private static ChatRequest chat(String members, String... messages) {
        String body =
                "{\"model\":\"m\"%s,\"messages\":[%s]}"
                        .formatted(members, String.join(",", messages));
        return new OpenAiChat().decode(body.getBytes(StandardCharsets.UTF_8)).request();
    }

    private static ChatBeginning of(String members, String... messages) {
        return chat(members, messages).beginning();
    }

    @Test
    void laterRequestsBeginAsTheFirstDoes() {
        ChatBeginning first = of("", SYSTEM.formatted("s"), USER.formatted("Hi"));

        assertThat(
                        of(
                                ",\"temperature\":1",
                                SYSTEM.formatted("s"),
                                USER.formatted("Hi"),
                                "{\"role\":\"assistant\",\"content\":\"Hello\"}",
                                USER.formatted("Why?")))
                .isEqualTo(first);
        assertThat(first.opening()).isNotZero();
        assertThat(first.instructions()).isZero();
        assertThat(of("", SYSTEM.formatted("s"), USER.formatted("Ho")).opening())
                .isNotEqualTo(first.opening());
    }

    @Test
    void longInstructionsHaveANumberOfTheirOwn() {
        long one = of("", SYSTEM.formatted(LONG), USER.formatted("Hi")).instructions();

        assertThat(one)
                .isNotZero()
                .isEqualTo(of("", SYSTEM.formatted(LONG), USER.formatted("Ho")).instructions());
    }

    @Test
    void theKeyOfTheBodyIsReadIfItIsAText() {
        assertThat(of(",\"prompt_cache_key\":\"k\"", USER.formatted("Hi")).key()).contains("k");
        assertThat(of(",\"prompt_cache_key\":7", USER.formatted("Hi")).key()).isEmpty();
    }

    @Test
    void withoutAMessageOfTheUserThereIsNoOpening() {
        assertThat(of("", SYSTEM.formatted("s")).opening()).isZero();
        assertThat(of("", "{\"content\":\"role\",\"role\":\"assistant\"}").opening()).isZero();
    }

    @Test
    void anEditOfTheMessagesIsReadFromThem() {
        ChatRequest chat = chat("", USER.formatted("Hi"));
        ChatRequest edited = chat.withInstruction("Be brief.");

        assertThat(edited.beginning().opening()).isNotEqualTo(chat.beginning().opening());
        assertThat(chat.withModel("other").beginning()).isEqualTo(chat.beginning());
    }
}

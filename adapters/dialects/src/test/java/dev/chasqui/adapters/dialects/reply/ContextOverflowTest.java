package dev.chasqui.adapters.dialects.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.Failure.ContextExceeded;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextOverflowTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request (5018 tokens) exceeds the available context size (4096 tokens), try it",
                "This model's maximum context length is 4096 tokens. However, your messages"
                        + " resulted in 5018 tokens. Please reduce the length of the messages.",
                "This model's maximum context length is 4096 tokens. However, you requested 5118"
                        + " tokens (5018 in the messages, 100 in the completion).",
                "This model's maximum context length is 4096 tokens. However, your request has 5018"
                        + " input tokens.",
                "Input tokens exceed the configured limit of 4096 tokens. Your messages resulted in"
                        + " 5018 tokens.",
                "The input (5018 tokens) is longer than the model's context length (4096 tokens).",
                "Requested token count exceeds the model's maximum context length of 4096 tokens."
                    + " You requested a total of 5118 tokens: 5018 tokens from the input messages",
                "prompt is too long: 5018 tokens > 4096 maximum",
                "The input token count (5018) exceeds the maximum number of tokens allowed (4096).",
                "Trying to keep the first 5018 tokens when context the overflows. However, the"
                        + " model is loaded with context length of only 4096 tokens"
            })
    void theSentencesOfServersHoldBothNumbers(String message) {
        assertThat(ContextOverflow.in(message)).contains(new ContextExceeded(5018, 4096));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "request (5018 tokens) is too long",
                "This model's maximum context length is 4096 tokens. However, you requested 4150"
                        + " tokens (50 in the messages, 4100 in the completion).",
                "request (99999999999 tokens) exceeds the available context size (4096 tokens)"
            })
    void anotherRefusalIsNoOverflowOfThePrompt(String message) {
        assertThat(ContextOverflow.in(message)).isEmpty();
    }

    @Test
    void theMembersOfLlamaServersErrorHoldBothNumbers() {
        Json.Obj error = Json.Obj.EMPTY.with("n_prompt_tokens", Json.of(4096));
        assertThat(ContextOverflow.in(error)).isEmpty();
        assertThat(ContextOverflow.in(error.with("n_ctx", Json.of(4096))))
                .contains(new ContextExceeded(4096, 4096));
        assertThat(ContextOverflow.in(error.with("n_ctx", Json.of(4097)))).isEmpty();
    }
}

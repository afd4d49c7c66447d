package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Texts.obj;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.anthropic.AnthropicBackendCodec;
import dev.chasqui.domain.chat.ChatRequest;

import org.junit.jupiter.api.Test;

/** The chat that a completion with a command becomes. */
class OpenAiCompletionsTest {
    private static final String BODY =
            "{'model':'m','prompt':'/a Hi','best_of':3,'echo':true,'suffix':'x','logprobs':5,'n':2,"
                    + "'user':'u','logit_bias':{'1':2},'n_predict':7}";

    private static ChatRequest of(String body) {
        return new OpenAiCompletions().decode(utf8(quoted(body))).request();
    }

    @Test
    void theMembersWithoutMeaningAreToldAndTheOthersStay() {
        Outgoing outgoing = new OpenAiBackendCodec().encode(of(BODY));

        assertThat(obj(text(outgoing.body())))
                .isEqualTo(
                        obj(
                                "{'model':'m','messages':[{'role':'user','content':'/a Hi'}],"
                                        + "'user':'u','logit_bias':{'1':2},'n_predict':7}"));
        assertThat(outgoing.path()).isEqualTo("/v1/chat/completions");
        assertThat(outgoing.dropped())
                .containsExactlyInAnyOrder("best_of", "echo", "logprobs", "n", "suffix");
    }

    @Test
    void aServerOfAnthropicsDialectGetsNoMembersOfOpenAis() {
        Outgoing outgoing = new AnthropicBackendCodec().encode(of(BODY));

        assertThat(obj(text(outgoing.body())).members())
                .containsOnlyKeys("model", "messages", "max_tokens");
        assertThat(text(outgoing.body())).contains("\"max_tokens\":7");
        assertThat(outgoing.dropped())
                .containsExactlyInAnyOrder(
                        "best_of", "echo", "logprobs", "n", "suffix", "user", "logit_bias");
    }

    @Test
    void theDefaultsAreNotLost() {
        ChatRequest request =
                of("{'model':'m','prompt':'Hi','best_of':1,'echo':false,'suffix':null,'n':1}");

        assertThat(new OpenAiBackendCodec().encode(request).dropped()).isEmpty();
    }
}

package dev.chasqui.adapters.dialects.reply;

import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.ollama.OllamaBackendCodec;
import dev.chasqui.adapters.dialects.openai.LlamaCompletionReader;
import dev.chasqui.adapters.dialects.openai.OpenAiBackendCodec;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Impossible counts and times count as missing, and do not harm the reply. */
class CountsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e30",
                "-1",
                "-1e30",
                "9223372036854775807",
                "2147483648",
                "99999999999999999999",
                "1e9999999999999",
                "2.5",
                "'3'",
                "null",
                "{}"
            })
    void aCountThatNoReplyCanHaveIsNone(String count) {
        Usage usage =
                usage(
                        ("{'prompt_tokens':?,'completion_tokens':7,'total_tokens':?,"
                                        + "'prompt_tokens_details':{'cached_tokens':?},"
                                        + "'completion_tokens_details':{'reasoning_tokens':?}}")
                                .replace("?", count),
                        "{}");
        assertThat(usage.promptTokens()).isZero();
        assertThat(usage.totalTokens()).isEqualTo(7);
        assertThat(usage.cachedTokens()).isEmpty();
        assertThat(usage.reasoningTokens()).isEmpty();
        assertThat(ollama("'prompt_eval_count':" + count + ",'eval_count':7"))
                .isEqualTo(Usage.of(0, 7));
        assertThat(llama("'tokens_evaluated':" + count + ",'tokens_predicted':7"))
                .isEqualTo(Usage.of(0, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", "-1", "9223372036854775807", "1e9999999999999", "'3'"})
    void aTimeThatNoReplyCanTakeIsNone(String time) {
        assertThat(
                        usage(
                                        "{'prompt_tokens':1}",
                                        "{'prompt_ms':?,'predicted_ms':?,'cache_n':?}"
                                                .replace("?", time))
                                .timings())
                .isEqualTo(Timings.UNKNOWN);
        assertThat(
                        ollama(
                                        ("'total_duration':?,'load_duration':?,'eval_duration':?,"
                                                        + "'prompt_eval_duration':?")
                                                .replace("?", time))
                                .timings())
                .isEqualTo(Timings.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483647", "2.147483647e9", "2147483647.0"})
    void wholeNumbersUpToThatOfAnIntAreCounts(String count) {
        assertThat(usage("{'prompt_tokens':" + count + "}", "{}").promptTokens())
                .isEqualTo(Integer.MAX_VALUE);
    }

    private static Usage usage(String usage, String timings) {
        return of(
                new OpenAiBackendCodec(),
                "{'choices':[{'index':0,'message':{'content':'a'},'finish_reason':'stop'}],"
                        + "'usage':%s,'timings':%s}".formatted(usage, timings));
    }

    private static Usage ollama(String counts) {
        return of(
                new OllamaBackendCodec(),
                "{'message':{'role':'assistant','content':'a'},'done':true," + counts + "}");
    }

    private static Usage llama(String counts) {
        String body = "{'content':'a'," + counts + "}";
        return last(new LlamaCompletionReader("b").whole(utf8(quoted(body))));
    }

    private static Usage of(BackendCodec codec, String body) {
        ChatRequest asked = ChatRequest.of("asked", false, Conversation.of(List.of()));
        return last(codec.decodeWhole("b", asked, utf8(quoted(body))));
    }

    private static Usage last(List<ReplyEvent> events) {
        return ((ReplyEvent.UsageReport) events.getLast()).usage();
    }
}

package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.obj;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.Streams;
import dev.chasqui.adapters.dialects.ollama.OllamaFixture;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Raw prompts and gaps to fill in, in the form of llama.cpp's own server. */
class LlamaCompletionTest {
    private final OpenAiBackendCodec backend = new OpenAiBackendCodec();

    @Test
    void aRawPromptIsACompletionWithItsOptions() {
        BackendCodec.Outgoing outgoing =
                sent(
                        "{'model':'m','prompt':'<s>Hi','raw':true,'stream':false,'keep_alive':'5m',"
                                + "'think':true,'format':'json','options':{'num_predict':7,"
                                + "'num_keep':2,'top_k':3,'stop':['x'],'num_ctx':8}}");
        assertThat(outgoing.path()).isEqualTo("/completion");
        assertThat(obj(text(outgoing.body())))
                .isEqualTo(
                        obj(
                                "{'model':'m','prompt':'<s>Hi','stream':false,'n_predict':7,"
                                        + "'n_keep':2,'top_k':3,'stop':['x'],"
                                        + "'json_schema':{'type':'object'}}"));
        assertThat(outgoing.dropped())
                .containsExactlyInAnyOrder("think", "keep_alive", "options.num_ctx");
    }

    @Test
    void aSuffixIsAnInfill() {
        BackendCodec.Outgoing outgoing =
                sent("{'model':'m','prompt':'def f(','suffix':'return','system':'s'}");
        assertThat(outgoing.path()).isEqualTo("/infill");
        assertThat(obj(text(outgoing.body())))
                .isEqualTo(
                        obj(
                                "{'model':'m','input_prefix':'def f(','input_suffix':'return',"
                                        + "'stream':true}"));
        assertThat(outgoing.dropped()).containsExactly("system");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'system':'s'", "'template':'t'", "'context':[1]"})
    void whatOnlyATemplateHoldsIsRefusedInRawModeInOllamasWords(String member) {
        assertThat(failure(() -> sent("{'model':'m','prompt':'a','raw':true," + member + "}")))
                .isEqualTo(
                        new Failure.Invalid(
                                Optional.empty(),
                                "raw mode does not support template, system, or context"));
    }

    @Test
    void anImageIsRefusedRatherThanLost() {
        assertThat(failure(() -> sent("{'model':'m','prompt':'a','raw':true,'images':['AAAA']}")))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void aRecordedReplyIsReadWholeAndStreamedHoweverItIsCut() {
        List<ReplyEvent> whole = whole("completion-native");
        byte[] stream = body("completion-native-stream");
        assertThat(said(whole)).isEqualTo("Hello! How can I help you today?");
        for (int cut = 0; cut < 400; cut += 7) {
            Streams.Outcome streamed =
                    Streams.play(backend.streamDecoder("b", raw()), stream, cut, cut + 1);
            assertThat(streamed.failure()).isEmpty();
            assertThat(said(streamed.events())).isEqualTo("Hello! How can I help you today?");
            assertThat(streamed.events().getFirst()).isInstanceOf(ReplyEvent.Opened.class);
            assertThat(streamed.events())
                    .contains(new ReplyEvent.Finish(FinishReason.STOP))
                    .last()
                    .isInstanceOfSatisfying(
                            ReplyEvent.UsageReport.class,
                            report -> {
                                assertThat(report.usage().promptTokens()).isEqualTo(24);
                                assertThat(report.usage().completionTokens()).isEqualTo(5);
                                assertThat(report.usage().timings().total())
                                        .isGreaterThan(Duration.ZERO);
                            });
        }
    }

    @Test
    void theLimitOfTokensIsTold() {
        assertThat(
                        backend.decodeWhole(
                                "b",
                                raw(),
                                utf8(
                                        quoted(
                                                "{'content':'a','stop':true,'stop_type':'limit',"
                                                        + "'tokens_predicted':1}"))))
                .contains(new ReplyEvent.Finish(FinishReason.LENGTH));
    }

    @Test
    void aStreamWithoutItsEndOrWithAnErrorIsBroken() {
        String piece = "data: {'content':'a','stop':false}\n\n";
        String error = "data: {'error':{'message':'slot lost'}}\n\n";
        assertThat(played(piece).failure().orElseThrow()).isInstanceOf(Failure.BackendBroke.class);
        assertThat(played(piece + error).failure().orElseThrow())
                .isInstanceOfSatisfying(
                        Failure.BackendBroke.class,
                        broke -> assertThat(broke.said()).contains("slot lost"));
        assertThat(played("data: {}\n\n").failure().orElseThrow())
                .isInstanceOf(Failure.BackendFailed.class);
    }

    private Streams.Outcome played(String stream) {
        return Streams.play(backend.streamDecoder("b", raw()), utf8(quoted(stream)));
    }

    private List<ReplyEvent> whole(String recording) {
        return backend.decodeWhole("b", raw(), body(recording));
    }

    private static byte[] body(String recording) {
        return Recording.load("llama-server/" + recording).response().body();
    }

    private static String said(List<ReplyEvent> events) {
        return events.stream()
                .filter(ReplyEvent.Text.class::isInstance)
                .map(event -> ((ReplyEvent.Text) event).text())
                .collect(Collectors.joining());
    }

    private BackendCodec.Outgoing sent(String body) {
        return backend.encode(decoded(body));
    }

    private static ChatRequest raw() {
        return decoded("{'model':'m','prompt':'a','raw':true}");
    }

    private static ChatRequest decoded(String body) {
        return OllamaFixture.chat(OllamaFixture.GENERATE, quoted(body)).request();
    }
}

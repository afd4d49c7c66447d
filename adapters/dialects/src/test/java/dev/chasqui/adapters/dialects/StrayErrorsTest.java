package dev.chasqui.adapters.dialects;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.ollama.OllamaBackendCodec;
import dev.chasqui.adapters.dialects.ollama.OllamaStreamDecoder;
import dev.chasqui.adapters.dialects.openai.OpenAiBackendCodec;
import dev.chasqui.adapters.dialects.openai.OpenAiStreamDecoder;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.failure.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

/** Errors outside a member {@code error}, in place of a reply or of the rest of one. */
class StrayErrorsTest {
    private static final String HELLO = "{'choices':[{'index':0,'delta':{'content':'hello'}}]}";
    private static final String LINE =
            "{'message':{'role':'assistant','content':'hi'},'done':false}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'code':500,'message':'boom'}",
                "{'message':'boom'}",
                "{'detail':'boom'}",
                "{'errors':[{'message':'boom'}]}",
                "{'errors':['boom']}",
                "{'errors':'boom'}",
                "{'id':'1','detail':'boom'}"
            })
    void anObjectThatTellsAnErrorAndNothingElseIsOne(String error) {
        Failure broke = new Failure.BackendBroke("b", "it sent an error", Optional.of("boom"));
        Failure failed =
                new Failure.BackendFailed("b", "it answered with an error", Optional.of("boom"));

        assertThat(stream(data(error) + data("[DONE]"))).contains(broke);
        assertThat(stream(data(HELLO) + data(error) + data("[DONE]"))).contains(broke);
        assertThat(ollama(error + "\n")).contains(broke);
        assertThat(ollama(LINE + "\n" + error + "\n")).contains(broke);
        assertThat(failure(() -> whole(new OpenAiBackendCodec(), error))).isEqualTo(failed);
        assertThat(failure(() -> whole(new OllamaBackendCodec(), error))).isEqualTo(failed);
    }

    @Test
    void aCodeAloneIsAnErrorToo() {
        assertThat(stream(data("{'code':500}") + data("[DONE]")))
                .contains(
                        new Failure.BackendBroke("b", "it sent an error", Optional.of("code 500")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: error\ndata: {'type':'error','message':'boom'}\n\n",
                "event:error\r\ndata: {'error':{'message':'boom'}}\r\n\r\n",
                "event: error\ndata: boom\n\n",
                "event: error\ndata: {\ndata: 'detail':'boom'}\n\n"
            })
    void anEventNamedErrorIsOneWhateverItsDataIs(String event) {
        for (String before : List.of("", data(HELLO))) {
            assertThat(stream(before + event + data("[DONE]")))
                    .contains(
                            new Failure.BackendBroke("b", "it sent an error", Optional.of("boom")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: message\ndata: HELLO\n\n",
                "event: chunk\ndata: HELLO\n\n",
                ": error\ndata: HELLO\n\n",
                "event: error\n\ndata: HELLO\n\n",
                "data: {'choices':[{'delta':{'content':'a'}}],'code':200,'message':'fine'}\n\n",
                "data: {'id':'1','object':'chat.completion.chunk','message':'loading'}\n\n",
                "data: {'usage':{'prompt_tokens':1},'message':'loading'}\n\n",
                "data: {'message':null,'detail':null,'errors':[],'code':null}\n\n",
                "data: {'message':{'content':'a'}}\n\n"
            })
    void aChunkIsNoErrorForWhatItSaysBesides(String event) {
        assertThat(
                        stream(
                                event.replace("HELLO", HELLO)
                                        + data(
                                                "{'choices':[{'delta':{'content':'b'},"
                                                        + "'finish_reason':'stop'}]}")
                                        + data("[DONE]")))
                .isEmpty();
    }

    private static String data(String json) {
        return "data: " + json + "\n\n";
    }

    private static Optional<Failure> stream(String stream) {
        return Streams.play(new OpenAiStreamDecoder("b"), utf8(quoted(stream))).failure();
    }

    private static Optional<Failure> ollama(String stream) {
        return Streams.play(new OllamaStreamDecoder("b"), utf8(quoted(stream))).failure();
    }

    private static void whole(BackendCodec codec, String body) {
        ChatRequest asked = ChatRequest.of("asked", false, Conversation.of(List.of()));
        codec.decodeWhole("b", asked, utf8(quoted(body)));
    }
}

package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class AnswerBoundTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|1024",
                "no JSON|1024",
                "{'max_tokens':7}|7",
                "{'max_tokens':-1}|1024",
                "{'max_tokens':'7'}|7",
                "{'max_tokens':'seven'}|1024",
                "{'max_tokens':[7]}|1024",
                "{'max_tokens':1e18}|1000000000",
                "{'n_predict':1e400}|1000000000"
            })
    void theBodySetsTheBound(String body, long tokens) {
        assertThat(of(body)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'n_predict':1,'max_tokens':4000}|4000",
                "{'n_predict':4000,'max_tokens':1}|4000",
                "{'max_completion_tokens':1,'max_output_tokens':7}|7",
                "{'max_tokens':7,'n_predict':-1}|1024",
                "{'max_tokens':7,'n_predict':null}|7"
            })
    void ofSeveralMembersTheGreatestCounts(String body, long tokens) {
        assertThat(of(body)).isEqualTo(tokens);
        assertThat(ofChat(body)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'max_tokens':100,'n':100}|10000",
                "{'max_tokens':100,'n':'100'}|10000",
                "{'max_tokens':100,'n_cmpl':3}|300",
                "{'max_tokens':100,'n':2,'best_of':5}|500",
                "{'max_tokens':100,'n':-5}|100",
                "{'n':2}|2048",
                "{'max_tokens':1e9,'n':1e300}|1000000000"
            })
    void severalAnswersCountAllTogether(String body, long tokens) {
        assertThat(of(body)).isEqualTo(tokens);
        assertThat(ofChat(body)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'max_tokens':10,'prompt':'a'}|10",
                "{'max_tokens':10,'prompt':['a','b','c']}|30",
                "{'max_tokens':10,'n':2,'prompt':[[1,2],[3]]}|40",
                "{'max_tokens':10,'prompt':[1,2,3]}|10",
                "{'max_tokens':10,'prompt':[1,'a',3]}|10",
                "{'max_tokens':10,'prompt':[]}|10"
            })
    void eachPromptHasItsAnswer(String body, long tokens) {
        assertThat(of(body)).isEqualTo(tokens);
    }

    private static long of(String body) {
        return AnswerBound.of(new RequestContent.Bytes(bytes(body)));
    }

    private static long ofChat(String body) {
        Json.Obj members = (Json.Obj) JsonReader.read(bytes(body));
        long byExtras = ofChat(Json.Obj.EMPTY, members);
        assertThat(ofChat(members, Json.Obj.EMPTY)).isEqualTo(byExtras);
        return byExtras;
    }

    private static long ofChat(Json.Obj sampling, Json.Obj extras) {
        ChatRequest request =
                ChatRequest.of(
                        "m",
                        false,
                        new Conversation(
                                List.of(Message.of(Role.USER, "Hi")),
                                List.of(),
                                Settings.DEFAULT.withSampling(sampling),
                                Map.of(),
                                extras));
        return ChatPayload.of(request).estimate().completion();
    }

    private static byte[] bytes(String body) {
        return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}

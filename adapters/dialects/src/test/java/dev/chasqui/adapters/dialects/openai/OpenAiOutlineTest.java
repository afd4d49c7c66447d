package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.policy.TextSize;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.RequestOutline;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Random;

/** The size of a request that its bytes tell, beside that of the decoded one. */
class OpenAiOutlineTest {
    private static final String[] PIECES = {
        "a",
        " ",
        "\\n",
        "\\\\",
        "\\\"",
        "\\/",
        "\\u0041",
        "\\u00e9",
        "\\u20AC",
        "\\ud83d\\ude00",
        "\\ud83d",
        "é",
        "€",
        "😀",
        "\\t",
        "\u007f"
    };

    @Test
    void theTextHasTheSizeOfTheDecodedOne() {
        Random random = new Random(29);
        for (int i = 0; i < 500; i++) {
            ChatRequest request = decode(body(random));

            assertThat(request.outline())
                    .as("text %d", i)
                    .map(RequestOutline::textBytes)
                    .contains(TextSize.of(request));
        }
    }

    private static String body(Random random) {
        StringBuilder messages = new StringBuilder();
        for (int i = 0; i <= random.nextInt(4); i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < random.nextInt(30); j++) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            messages.append(i == 0 ? "" : ",")
                    .append("{\"role\":\"user\",\"name\":\"ana\",\"content\":")
                    .append(random.nextInt(9) == 0 ? "null" : "\"" + text + "\"")
                    .append("}");
        }
        return "{\"model\":\"m\",\"messages\":[" + messages + "]}";
    }

    @Test
    void theNumbersAreThoseOfTheBody() {
        String body =
                quoted(
                        "{'model':'m','x':'7','n':2,'stop':['x'],'stream':true,"
                                + "'user':'somebody whose name is too long for a number',"
                                + "'messages':[{'role':'user','content':'a'}]}");

        assertThat(decode(body).outline())
                .map(RequestOutline::numbers)
                .contains(new Json.Obj(Map.of("x", Json.of("7"), "n", Json.of(2))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'role':'user','content':[{'type':'text','text':'a'}]}",
                "{'role':'assistant','content':'a','reasoning':'b'}",
                "{'role':'assistant','tool_calls':[{'id':'1','type':'function',"
                        + "'function':{'name':'f','arguments':'{}'}}]}",
                "{'role':'user','content':'a'}],'tools':[{'type':'function',"
                        + "'function':{'name':'f'}}"
            })
    void whatElseIsCountedMustBeDecoded(String message) {
        String body = quoted("{'model':'m','messages':[" + message + "]}");

        assertThat(decode(body).outline()).isEmpty();
    }

    @Test
    void anEditedRequestHasNoOutline() {
        String body = quoted("{'model':'m','messages':[{'role':'user','content':'a'}]}");

        assertThat(decode(body).withModel("other").outline()).isEmpty();
    }

    private static ChatRequest decode(String body) {
        return new OpenAiChat().decode(utf8(body)).request();
    }
}

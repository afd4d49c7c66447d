package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.Streams;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class FirstDeltasTest {
    private static final String ROLE = "{'role':'assistant', 'content' : null }";

    @Test
    void aNullContentBecomesTheEmptyTextUntilSomethingIsSaid() {
        String repeated = chunk("0", ROLE);
        String said = chunk("0", "{'content':'Hi'}");
        String later = chunk("0", "{'content':null,'tool_calls':[]}");

        assertThat(frames(repeated + repeated + said + later))
                .isEqualTo(edited(repeated) + edited(repeated) + said + later);
    }

    @Test
    void theDeltaThatSaysTheFirstThingIsAFirstOneToo() {
        String calls =
                chunk("0", "{'content':null,'tool_calls':[{'id':'a','function':{'name':'f'}}]}");
        String thinks = chunk("0", "{'content':null,'reasoning_content':'Hm'}");

        assertThat(frames(calls + thinks)).isEqualTo(edited(calls) + thinks);
    }

    @Test
    void eachChoiceHasFirstDeltasOfItsOwn() {
        String one = chunk("1", ROLE);
        String oneSaid = chunk("1", "{'content':'Hi'}");
        String none = chunk("0", ROLE);

        assertThat(frames(one + oneSaid + none + one))
                .isEqualTo(edited(one) + oneSaid + edited(none) + one);
    }

    @Test
    void anotherMemberOfThatNameStays() {
        String chunk =
                "data: "
                        + quoted(
                                "{'choices':[{'logprobs':{'content':null},'delta':{'content':null}}],'x':{'content':null}}\n\n");

        assertThat(frames(chunk))
                .isEqualTo(
                        chunk.replace(
                                quoted("'delta':{'content':null}"),
                                quoted("'delta':{'content':''}")));
    }

    @Test
    void dataOnSeveralLinesStaysWhole() {
        String chunk =
                """
                data: {"choices":[{"delta":
                data: {"role":"assistant","content":null}}]}

                """;

        assertThat(frames(chunk)).isEqualTo(chunk.replace("null", "\"\""));
    }

    private static String edited(String chunk) {
        return chunk.replace("null", "\"\"");
    }

    private static String chunk(String index, String delta) {
        return "data: "
                + quoted("{'choices':[{'index':" + index + ",'delta':" + delta + "}]}")
                + "\n\n";
    }

    /** Returns the stream that a client of the same dialect receives. */
    private static String frames(String stream) {
        return Streams.play(new OpenAiStreamDecoder("b"), utf8(stream + "data: [DONE]\n\n"))
                .events()
                .stream()
                .flatMap(event -> Stream.ofNullable(event.frame()))
                .collect(Collectors.toCollection(LinkedHashSet::new))
                .stream()
                .map(frame -> text(frame.bytes()))
                .collect(Collectors.joining());
    }
}

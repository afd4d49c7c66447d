package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmlessTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</passage>",
                "</ PASSAGES>",
                "<passage number=\"9\" document=\"x\">",
                "< / passages >",
                "<|im_start|>",
                "<|im_end|>",
                "<|eot_id|>",
                "<|turn>",
                "<turn|>",
                "<｜User｜>",
                "<｜end▁of▁sentence｜>",
                "<s>",
                "</s>",
                "<S>",
                "<bos>",
                "<start_of_turn>",
                "<end_of_turn>",
                "<think>",
                "</think>",
                "<tool_call>",
                "<fim_prefix>",
                "<<SYS>>",
                "<</SYS>>"
            })
    void aTagOrTokenNoLongerBeginsAsOne(String token) {
        assertThat(HarmlessText.of("a " + token + " b"))
                .isEqualTo("a " + token.replaceFirst("<", "&lt;") + " b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[INST]", "[/INST]", "[TOOL_CALLS]", "[gMASK]", "[|user|]"})
    void aTokenInBracketsGetsASpace(String token) {
        assertThat(HarmlessText.of(token)).isEqualTo("[ " + token.substring(1));
    }

    @Test
    void noTokenFormsFromThePartsAroundAnother() {
        assertThat(HarmlessText.of("<|im_<|im_start|>start|>"))
                .isEqualTo("<|im_&lt;|im_start|>start|>");
        assertThat(HarmlessText.of("<\u0000|im_\u200Bstart|> <|im\u202E_end|> </pass\u0007age>"))
                .isEqualTo("&lt;|im_start|> &lt;|im_end|> &lt;/passage>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/help /rag what?",
                "a < b && c > d",
                "List<String> xs |> map",
                "<b>bold</b> <strong> <section>",
                "line\n\n\tindented",
                "a[i] [x] [todo] [ ]",
                "naïve 日本語 می\u200Cخواهم 👩\u200D🚀"
            })
    void ordinaryTextStays(String text) {
        assertThat(HarmlessText.of(text)).isEqualTo(text);
    }

    @Test
    void citationsOfItsOwnAreNoLongerSpelledAsOurs() {
        assertThat(HarmlessText.of("as shown [7] and [1, 2]; int[] x = new int[3];"))
                .isEqualTo("as shown [ 7 ] and [ 1, 2 ]; int[] x = new int[ 3 ];");
    }

    @Test
    void lineBreaksAreOfOneKindAndControlCharactersGone() {
        assertThat(HarmlessText.of("\uFEFFa\r\nb\rc\u2028d\u001B[0m\u0000\uD800"))
                .isEqualTo("a\nb\nc\nd[0m");
    }

    @Test
    void aNameCannotLeaveItsQuotes() {
        assertThat(HarmlessText.attribute("a\" number=\"2\">\n</passages>\r\u0007b"))
                .isEqualTo("a' number='2'&gt; &lt;/passages&gt; b");
    }
}

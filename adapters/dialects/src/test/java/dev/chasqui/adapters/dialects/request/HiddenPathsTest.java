package dev.chasqui.adapters.dialects.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class HiddenPathsTest {

    @Test
    void whatLlamaServerSaysLosesThePathAlone() {
        assertThat(
                        hidden(
                                """
                                {"total_slots" : 4, "model_alias":"/m/\\u00f1.gguf",
                                 "model_path":"/m/ñ.gguf" ,"chat_template":"{%- a -%}\\n","n":1.50}
                                """))
                .isEqualTo(
                        """
                        {"total_slots" : 4, "model_alias":"a \\"b\\"",
                         "model_path":"a \\"b\\"" ,"chat_template":"{%- a -%}\\n","n":1.50}
                        """);
    }

    @Test
    void aPathIsHiddenHoweverDeepItIs() {
        assertThat(
                        hidden(
                                "[{\"lora\":[{\"id\":0,\"path\":\"C:\\\\a\"}]},"
                                        + "{\"slot_save_path\":[\"/s\",null],\"x\":\"/s\"}]"))
                .isEqualTo(
                        "[{\"lora\":[{\"id\":0,\"path\":\"a \\\"b\\\"\"}]},"
                                + "{\"slot_save_path\":[\"a \\\"b\\\"\",null],"
                                + "\"x\":\"a \\\"b\\\"\"}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " 1 ",
                "{\"model_path\":\"\",\"empty\":\"\"}",
                "{\"model_path\":null,\"path\":7,\"pathology\":\"/x\"}"
            })
    void whereThereIsNoneNothingChanges(String text) {
        assertThat(hidden(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"path\":\"/a\"} x", "{\"path\":\"/a\",\"path\":\"/b\"}"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> hidden(text)).isInstanceOf(FailureException.class);
    }

    private static String hidden(String text) {
        return new String(
                HiddenPaths.replace(text.getBytes(StandardCharsets.UTF_8), "a \"b\""),
                StandardCharsets.UTF_8);
    }
}

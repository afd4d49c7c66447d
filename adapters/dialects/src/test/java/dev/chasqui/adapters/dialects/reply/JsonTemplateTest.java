package dev.chasqui.adapters.dialects.reply;

import static dev.chasqui.adapters.dialects.Texts.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

class JsonTemplateTest {

    @Test
    void theStringsStandWhereTheSampleHasNone() {
        JsonTemplate template =
                JsonTemplate.of("{\"a\":\"\",\"b\":{\"a\":\"\",\"c\":\"\"}}\n", "a", "c");
        assertThat(text(template.fill("x\n", "\"y\"\ud83d")))
                .isEqualTo("{\"a\":\"x\\n\",\"b\":{\"a\":\"\",\"c\":\"\\\"y\\\"\\ud83d\"}}\n");
    }

    @Test
    void aStringThatLooksLikeAPlaceIsNone() {
        Json.Obj sample =
                Json.Obj.EMPTY.with("model", Json.of("\"text\":\"\"")).with("text", Json.of(""));
        assertThat(text(JsonTemplate.of(sample.toString(), "text").fill("said")))
                .isEqualTo(sample.with("text", Json.of("said")).toString());
    }
}

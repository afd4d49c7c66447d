package dev.chasqui.plugins.rag.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class AttributeFilterTest {
    private static final Json.Obj FILE =
            (Json.Obj) json("{'year':2024,'kind':'report','open':true}");

    private static Json json(String text) {
        return JsonReader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'type':'eq','key':'year','value':2024.0}           | true
                    {'type':'eq','key':'year','value':'2024'}           | false
                    {'type':'eq','key':'open','value':true}             | true
                    {'type':'ne','key':'open','value':true}             | false
                    {'type':'ne','key':'none','value':true}             | true
                    {'type':'gt','key':'year','value':2024}             | false
                    {'type':'gte','key':'year','value':2024}            | true
                    {'type':'lt','key':'year','value':2025}             | true
                    {'type':'lte','key':'kind','value':'s'}             | true
                    {'type':'lt','key':'kind','value':5}                | false
                    {'type':'gt','key':'none','value':5}                | false
                    {'type':'in','key':'kind','value':['a','report']}   | true
                    {'type':'nin','key':'kind','value':['a','report']}  | false
                    {'type':'nin','key':'none','value':['a']}           | true
                    {'type':'and','filters':[]}                         | true
                    {'type':'or','filters':[]}                          | false
                    {'type':'and','filters':[{'type':'eq','key':'year','value':2024},{'type':'or','filters':[{'type':'eq','key':'kind','value':'x'},{'type':'eq','key':'open','value':true}]}]} | true
                    """)
    void aFileFulfilsIt(String filter, boolean expected) {
        assertThat(AttributeFilter.of(json(filter)).test(FILE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{'type':'like','key':'a','value':1}",
                "{'type':'eq','value':1}",
                "{'type':'eq','key':'a'}",
                "{'type':'eq','key':'a','value':[1]}",
                "{'type':'in','key':'a','value':1}",
                "{'type':'eq','key':'a','value':{}}",
                "{'type':'and','filters':{}}",
                "{'type':'and','filters':[1]}"
            })
    void aMalformedOneIsRefused(String filter) {
        assertThatThrownBy(() -> AttributeFilter.of(json(filter)))
                .isInstanceOf(FailureException.class)
                .hasMessageMatching(".*(expected|is missing).*");
    }

    @Test
    void itIsNotNestedWithoutEnd() {
        String deep =
                "{'type':'and','filters':[".repeat(9)
                        + "{'type':'eq','key':'a','value':1}"
                        + "]}".repeat(9);
        assertThatThrownBy(() -> AttributeFilter.of(json(deep)))
                .hasMessageContaining("at most 8 levels");
        String wide =
                "{'type':'or','filters':[" + "{'type':'and','filters':[]},".repeat(64) + "{}]}";
        assertThatThrownBy(() -> AttributeFilter.of(json(wide)))
                .hasMessageContaining("at most 64 conditions");
    }
}

package dev.chasqui.domain.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class JsonTest {
    @Test
    void membersKeepTheirOrder() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("z", Json.of(1));
        members.put("a", Json.of("x"));

        assertThat(new Json.Obj(members)).hasToString("{\"z\":1,\"a\":\"x\"}");
    }

    @Test
    void aNumberKeepsItsSpelling() {
        Json.Num seed = new Json.Num("18446744073709551615");

        assertThat(new Json.Arr(List.of(seed, new Json.Num("1.50"))))
                .hasToString("[18446744073709551615,1.50]");
    }

    @Test
    void everyNumberIsAWholeOneSomehow() {
        assertThat(new Json.Num("1e9999999999999").longValue()).isEqualTo(Long.MAX_VALUE);
        assertThat(new Json.Num("-1e-9999999999999").longValue()).isZero();
        assertThat(new Json.Num("-2.9").longValue()).isEqualTo(-2);
    }

    @Test
    void controlCharactersAndQuotesAreEscaped() {
        assertThat(Json.of("a\"b\\c\n\u0001é😀")).hasToString("\"a\\\"b\\\\c\\n\\u0001é😀\"");
    }

    @Test
    void aLoneSurrogateIsWrittenAsAnEscape() {
        assertThat(Json.of("\ud83d")).hasToString("\"\\ud83d\"");
        assertThat(Json.of("\ude00x")).hasToString("\"\\ude00x\"");
    }

    @Test
    void aMemberIsReplacedWhereItStands() {
        Json.Obj object = Json.Obj.EMPTY.with("a", Json.of(1)).with("b", Json.of(2));

        assertThat(object.with("a", Json.of(true))).hasToString("{\"a\":true,\"b\":2}");
        assertThat(object.without("a")).hasToString("{\"b\":2}");
    }

    @Test
    void onlyAStringHasText() {
        Json.Obj object = Json.Obj.EMPTY.with("s", Json.of("x")).with("n", Json.of(1));

        assertThat(object.text("s")).contains("x");
        assertThat(object.text("n")).isEmpty();
        assertThat(object.text("missing")).isEmpty();
    }
}

package dev.chasqui.domain.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;

class EarlierItemsTest {
    private static Json.Obj item(String type, String call) {
        return Json.Obj.EMPTY.with("type", Json.of(type)).with("call_id", Json.of(call));
    }

    @Test
    void aResultWithoutItsCallIsLeftOut() {
        Json.Obj call = item("function_call", "b");
        Json.Obj result = item("function_call_output", "b");
        EarlierItems cut =
                new EarlierItems(
                        List.of(item("function_call_output", "a"), call, result),
                        EarlierItems.Rest.TOO_LONG);
        assertThat(cut.understandable())
                .isEqualTo(new EarlierItems(List.of(call, result), EarlierItems.Rest.TOO_LONG));
    }

    @Test
    void theLastCompactionStandsForAllBeforeIt() {
        Json.Obj last = item("compaction", "2");
        Json.Obj after = item("message", "");
        EarlierItems all =
                new EarlierItems(
                        List.of(item("message", ""), item("compaction", "1"), last, after),
                        EarlierItems.Rest.GONE);
        assertThat(all.understandable())
                .isEqualTo(new EarlierItems(List.of(last, after), EarlierItems.Rest.NONE));
    }
}

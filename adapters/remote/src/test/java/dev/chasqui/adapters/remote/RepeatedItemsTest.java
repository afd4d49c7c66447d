package dev.chasqui.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class RepeatedItemsTest {

    /** Letters are items; equal letters are equal items. */
    @ParameterizedTest
    @CsvSource({
        "SAS, SAS, '[0, 1, 2]'",
        "SAS, SASx, '[0, 1, 2, -1]'",
        "SAS, xSAS, '[-1, 0, 1, 2]'",
        "SAS, xSASy, '[-1, 0, 1, 2, -1]'",
        "SAS, xASy, '[-1, 1, 2, -1]'",
        "pSASBS, pSBS, '[0, 3, 4, 5]'",
        "SAS, S, '[2]'",
        "abc, cab, '[2, 0, 1]'",
        "SS, SSS, '[-1, 0, 1]'",
        "'', ab, '[-1, -1]'",
        "ab, '', '[]'"
    })
    void equalItemsAreToldApartByTheirPlaces(String old, String now, String expected) {
        assertThat(Arrays.toString(RepeatedItems.find(items(old), items(now)))).isEqualTo(expected);
    }

    private static List<Json> items(String letters) {
        List<Json> items = new ArrayList<>();
        letters.chars().forEach(letter -> items.add(Json.of(letter)));
        return items;
    }
}

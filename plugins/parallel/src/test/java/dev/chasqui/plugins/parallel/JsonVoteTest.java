package dev.chasqui.plugins.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.plugins.branches.JsonText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Tests of the vote between JSON values. */
class JsonVoteTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"a\":1} {\"a\":2} ~ {\"a\":1} ~ {\"a\":1}",
                "{\"a\":1} {} {} ~ {} ~ {}",
                "{\"a\":1} {} {\"a\":2} ~ {\"a\":1} ~ {\"a\":1}",
                "{\"a\":[1,2]} {\"a\":[2,1]} {\"a\":[2,1.0]} ~ {\"a\":[2,1]} ~ {\"a\":2}",
                "{\"a\":{\"b\":1}} {\"a\":7} {\"a\":{\"b\":2}} ~ {\"a\":{\"b\":1}} ~"
                        + " {\"a\":{\"b\":1}}",
                "[1] {\"a\":1} [1] ~ [1] ~ 2",
                "null true null ~ null ~ 2"
            })
    void theMajorityDecidesAndTiesGoToTheFirst(String values, String value, String votes) {
        JsonVote vote = JsonVote.of(Stream.of(values.split(" ")).map(JsonVoteTest::json).toList());

        assertThat(vote.value()).hasToString(value);
        assertThat(vote.votes()).hasToString(votes);
    }

    @Test
    void noFieldHasAValueThatFewerBranchesGiveThanAnother() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Json> values = new ArrayList<>();
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                values.add(
                        Json.Obj.EMPTY
                                .with("x", Json.of(random.nextInt(3)))
                                .with("y", Json.of(random.nextInt(3))));
            }

            JsonVote vote = JsonVote.of(values);

            for (String field : List.of("x", "y")) {
                long chosen = count(values, field, member(vote.value(), field));
                for (int other = 0; other < 3; other++) {
                    assertThat(chosen)
                            .as("seed " + seed)
                            .isGreaterThanOrEqualTo(count(values, field, Json.of(other)));
                }
                assertThat(member(vote.votes(), field)).isEqualTo(Json.of(chosen));
            }
        }
    }

    private static long count(List<Json> values, String field, Json wanted) {
        return values.stream().filter(value -> wanted.equals(member(value, field))).count();
    }

    private static Json member(Json object, String name) {
        return ((Json.Obj) object).get(name).orElseThrow();
    }

    private static Json json(String text) {
        return JsonText.read(text).orElseThrow();
    }
}

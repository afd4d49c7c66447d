package dev.chasqui.domain.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.Failure;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class SimilarNamesTest {

    @Test
    void fewNamesAreAllNamedInTheirOrder() {
        assertThat(SimilarNames.list("nope", List.of("b", "a"))).isEqualTo("b, a");
        assertThat(SimilarNames.list("nope", names(10))).doesNotContain("more");
    }

    @Test
    void ofManyTheTenNearestAreNamedAndHowManyMoreThereAre() {
        List<String> names = new ArrayList<>(names(900));
        names.add("qwen3-coder:30b");
        names.add("qwen2.5");

        String named = SimilarNames.list("Qwen3", names);

        assertThat(named).startsWith("qwen3-coder:30b, qwen2.5, ").endsWith(" and 892 more");
        assertThat(named.split(", ")).hasSize(10);
    }

    @Test
    void whereNothingWasWrittenTheFirstAreNamed() {
        assertThat(
                        SimilarNames.list(
                                "",
                                List.of(
                                        "long-name",
                                        "b",
                                        "c",
                                        "d",
                                        "e",
                                        "f",
                                        "g",
                                        "h",
                                        "i",
                                        "j",
                                        "k")))
                .isEqualTo("long-name, b, c, d, e, f, g, h, i, j and 1 more");
    }

    @Test
    void aNameThatIsVeryLongIsComparedByItsBeginning() {
        assertThat(SimilarNames.list("m7" + "x".repeat(1 << 20), names(11)))
                .endsWith(" and 1 more");
    }

    @Test
    void anErrorThatListsModelsNamesTheNearest() {
        String message = new Failure.UnknownModel("model-12", names(100)).message();

        assertThat(message).startsWith("model 'model-12' not found; there are: model-12x, ");
        assertThat(message).endsWith(" and 90 more").hasSizeLessThan(200);
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "model-" + i + "x").toList();
    }
}

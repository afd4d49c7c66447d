package dev.chasqui.domain.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNameTest {
    @ParameterizedTest
    @CsvSource({
        "llama3, llama3:latest",
        "llama3:8b, llama3:8b",
        "org/model, org/model:latest",
        "host:5000/ns/model, host:5000/ns/model:latest",
        "host:5000/ns/model:q4, host:5000/ns/model:q4"
    })
    void aNameWithoutATagMeansLatest(String name, String full) {
        assertThat(ModelName.withTag(name)).isEqualTo(full);
    }

    @Test
    void theTagLatestMakesNoDifference() {
        assertThat(ModelName.same("llama3", "llama3:latest")).isTrue();
        assertThat(ModelName.same("llama3", "llama3:8b")).isFalse();
    }
}

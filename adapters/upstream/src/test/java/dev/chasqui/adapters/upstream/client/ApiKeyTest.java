package dev.chasqui.adapters.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

    @Test
    void aKeyDoesNotShowItself() {
        assertThat(new ApiKey("sk-secret").toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "sk-secret\n", "sk-secret\r\nX-Other: y", "sk secret", "ségret"})
    void whatCannotStandInAHeaderIsRefusedWithoutBeingQuoted(String secret) {
        assertThatThrownBy(() -> new ApiKey(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("cret");
    }
}

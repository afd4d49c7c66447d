package dev.chasqui.application.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.registry.ServerKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerKeyTest {

    @Test
    void aKeyDoesNotShowItself() {
        assertThat(new ServerKey("sk-secret").toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "sk-secret\n", "sk-secret\r\nX-Other: y", "sk secret", "ségret"})
    void whatCannotStandInAHeaderIsRefusedWithoutBeingQuoted(String secret) {
        assertThatThrownBy(() -> new ServerKey(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("cret");
    }
}

package dev.chasqui.application.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReloadOutcomeTest {

    @Test
    void aMistakeIsSaidWithItsPlaceAndItsKeyAsFarAsItHasThem() {
        assertThat(
                        new ReloadOutcome.Mistake("c.json", 3, 5, "server.port", "70000 (expected)")
                                .sentence())
                .isEqualTo("c.json:3:5: server.port: 70000 (expected)");
        assertThat(new ReloadOutcome.Mistake("CHASQUI_KEYS", 0, 0, "keys", "no list").sentence())
                .isEqualTo("CHASQUI_KEYS: keys: no list");
        assertThat(new ReloadOutcome.Mistake("c.json", 0, 0, "", "no such file").sentence())
                .isEqualTo("c.json: no such file");
    }
}

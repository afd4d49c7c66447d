package dev.chasqui.adapters.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ServerTimeoutsTest {
    @Test
    void headersNeedNotBeHeld() {
        assertThat(ServerTimeouts.DEFAULT.withHoldHeaders(Duration.ZERO).holdHeaders()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerTimeouts.DEFAULT.withHoldHeaders(Duration.ofSeconds(-1)))
                .withMessageContaining("holdHeaders: -1000 ms");
    }
}

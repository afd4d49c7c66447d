package dev.chasqui.adapters.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;

import org.junit.jupiter.api.Test;

class HopsTest {

    @Test
    void theServersAreReadInTheirOrder() {
        var headers = WritableHeaders.create();
        headers.add(HeaderNames.create("X-Chasqui-Hop"), "first, second");
        headers.add(HeaderNames.create("x-chasqui-hop"), "third");

        assertThat(Hops.of(headers)).containsExactly("first", "second", "third");
    }

    @Test
    void malformedIdsAreNotSentOn() {
        var headers = WritableHeaders.create();
        headers.add(HeaderNames.create("X-Chasqui-Hop"), "a b, ,\u00e9," + "x".repeat(65) + ",ok");

        assertThat(Hops.of(headers)).containsExactly("ok");
    }

    @Test
    void aRequestThatNeverWasAtAServerHasNone() {
        assertThat(Hops.of(WritableHeaders.create())).isEmpty();
    }
}

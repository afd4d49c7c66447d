package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.QUICK;
import static dev.chasqui.adapters.upstream.BackendCalls.ask;
import static dev.chasqui.adapters.upstream.BackendCalls.backend;
import static dev.chasqui.adapters.upstream.BackendCalls.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.domain.failure.Failure;

import org.junit.jupiter.api.Test;

/** The failure of an unreachable backend names the backend and the reason. */
class UnreachableTest {

    @Test
    void aPortWhereNobodyListens() {
        FakeServer gone = FakeServer.answering("");
        gone.close();

        assertThat(failure(() -> ask(backend(gone.url(), QUICK))))
                .isEqualTo(
                        new Failure.BackendUnreachable(
                                "house", "127.0.0.1:" + gone.port() + " refused the connection"));
    }

    @Test
    void aNameThatNobodyHas() {
        assertThat(failure(() -> ask(backend("http://nobody.invalid", Timeouts.DEFAULT))))
                .isEqualTo(
                        new Failure.BackendUnreachable(
                                "house", "the name 'nobody.invalid' is not known"));
    }

    @Test
    void aServerIsFoundByAnyOfTheAddressesOfItsName() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.STREAM)) {
            assertThat(ask(backend("http://localhost:" + server.port(), Timeouts.DEFAULT)))
                    .containsExactly("one", "two");
        }
    }
}

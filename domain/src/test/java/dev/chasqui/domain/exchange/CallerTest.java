package dev.chasqui.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerTest {
    private final Caller anonymous = Caller.anonymous("127.0.0.1");

    @Test
    void aCallerWithoutAKeyMayNothingUntilItIsAllowed() {
        assertThat(anonymous.role()).isEqualTo(Caller.Role.USER);
        assertThat(anonymous.mayUse("rag")).isFalse();

        assertThat(anonymous.withAllAgents().mayUse("rag")).isTrue();
        assertThat(anonymous.withAllAgents().role()).isEqualTo(Caller.Role.USER);
        assertThat(anonymous.asAdmin().role()).isEqualTo(Caller.Role.ADMIN);
        assertThat(anonymous.asAdmin().mayUse("rag")).isFalse();
        assertThat(anonymous.asAdmin().name()).isEqualTo("127.0.0.1");
    }
}

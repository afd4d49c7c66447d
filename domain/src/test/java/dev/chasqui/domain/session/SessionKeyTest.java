package dev.chasqui.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

/** The names of sessions. */
class SessionKeyTest {
    @Test
    void aNameIsOfVisibleCharacters() {
        assertThat(SessionKey.isName("a")).isTrue();
        assertThat(SessionKey.isName("../../etc/passwd'--%00<ñ>")).isTrue();
        assertThat(SessionKey.isName("\ud83e\udd99".repeat(128))).isTrue();

        assertThat(SessionKey.isName("")).isFalse();
        assertThat(SessionKey.isName("a b")).isFalse();
        assertThat(SessionKey.isName("a\u0000")).isFalse();
        assertThat(SessionKey.isName("a\u202e")).isFalse();
        assertThat(SessionKey.isName("a\ud800")).isFalse();
        assertThat(SessionKey.isName("a".repeat(129))).isFalse();
        assertThat(SessionKey.isName("a".repeat(1 << 20))).isFalse();
    }

    @Test
    void aWrongNameIsTheCallersMistake() {
        assertThatThrownBy(() -> new SessionKey("ana", "a b"))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("1 to 128 visible characters");
    }
}

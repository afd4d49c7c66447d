package dev.chasqui.application.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class CallersTest {
    /** The SHA-256 of {@code secret}. */
    private static final String SHA256 =
            "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private final Callers callers =
            new Callers(List.of(new Key("ana", SHA256, Caller.Role.USER, Set.of("rag"))));

    @Test
    void theHolderOfAKeyIsKnownByItsHash() {
        Caller caller = callers.identify("secret");

        assertThat(caller.name()).isEqualTo("ana");
        assertThat(caller.mayUse("rag")).isTrue();
        assertThat(caller.mayUse("parallel")).isFalse();
    }

    @Test
    void aWrongKeyIsNobodys() {
        for (String wrong : List.of("Secret", "", "secret\0", "ß".repeat(10_000))) {
            assertThatThrownBy(() -> callers.identify(wrong))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            e ->
                                    assertThat(e.failure())
                                            .isInstanceOf(Failure.Unauthenticated.class));
        }
    }

    @Test
    void withoutKeysNobodyNeedsOne() {
        assertThat(new Callers(List.of()).keysRequired()).isFalse();
        assertThat(callers.keysRequired()).isTrue();
    }

    @Test
    void aHashThatIsNoneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Key("ana", "secret", Caller.Role.USER, Set.of()))
                .withMessageContaining("64 hexadecimal digits");
    }
}

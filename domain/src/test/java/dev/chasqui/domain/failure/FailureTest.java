package dev.chasqui.domain.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.Failure.BackendRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class FailureTest {
    private static final Duration PAUSE = Duration.ofSeconds(7);

    record Case(Failure failure, Fault fault, boolean mayFailOver) {}

    static Stream<Case> failures() {
        return Stream.of(
                new Case(new Failure.Invalid("f", "m"), Fault.CALLER, false),
                new Case(new Failure.TooLarge("m"), Fault.CALLER, false),
                new Case(new Failure.ContextExceeded(2, 1), Fault.CALLER, true),
                new Case(new Failure.UnknownCoding("m", "gzip"), Fault.CALLER, false),
                new Case(new Failure.Unauthenticated("m"), Fault.CALLER, false),
                new Case(new Failure.Forbidden("m"), Fault.CALLER, false),
                new Case(new Failure.UnknownModel("x", List.of()), Fault.CALLER, false),
                new Case(new Failure.NotFound("m"), Fault.CALLER, false),
                new Case(new Failure.Cancelled(), Fault.CALLER, false),
                new Case(refused(400, false, Optional.empty()), Fault.CALLER, false),
                new Case(new Loop("m"), Fault.OPERATOR, false),
                new Case(new RateLimited("m", PAUSE), Fault.CALLER, false),
                new Case(new BudgetExceeded("m", PAUSE), Fault.CALLER, false),
                new Case(new StoreAway("m"), Fault.OPERATOR, false),
                new Case(new NotEntered("b"), Fault.OPERATOR, true),
                new Case(new Conflict("m", Optional.of(PAUSE)), Fault.CALLER, false),
                new Case(
                        new StateUnusable(
                                StateUnusable.Reason.CONVERSATION_LOCKED, Optional.empty(), "m"),
                        Fault.CALLER,
                        false),
                new Case(new Failure.DiskFull("m"), Fault.OPERATOR, false),
                new Case(new NoBackend("m", List.of(), Optional.of(PAUSE)), Fault.OPERATOR, false),
                new Case(new Failure.Overloaded("m", PAUSE), Fault.OPERATOR, true),
                new Case(new Failure.BackendUnreachable("b", "w"), Fault.BACKEND, true),
                new Case(new Failure.BackendFailed("b", "w"), Fault.BACKEND, true),
                new Case(new Failure.BackendBroke("b", "w"), Fault.BACKEND, true),
                new Case(new Failure.BackendTimeout("b", "p", PAUSE), Fault.BACKEND, true),
                new Case(new Failure.AgentFailed("a", "w"), Fault.AGENT, false),
                new Case(new Failure.Internal(), Fault.SERVER, false));
    }

    private static BackendRefused refused(int status, boolean onlyHere, Optional<Duration> pause) {
        return new BackendRefused(
                "b",
                status,
                "m",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                pause,
                onlyHere);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureSaysWhoseFaultItIsAndWhetherAnotherBackendMayAnswer(Case expected) {
        assertThat(expected.failure().fault()).isEqualTo(expected.fault());
        assertThat(expected.failure().mayFailOver()).isEqualTo(expected.mayFailOver());
    }

    @Test
    void everyKindIsAmongTheCases() {
        assertThat(failures().<Class<?>>map(expected -> expected.failure().getClass()))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(kinds(Failure.class).toList());
    }

    @Test
    void whereNoBackendMayAnswerEachIsNamedWithItsReason() {
        List<NoBackend.Dropped> dropped =
                IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> new NoBackend.Dropped("b" + i, "it is full"))
                        .toList();

        assertThat(new NoBackend("m", dropped.subList(0, 2), Optional.empty()).message())
                .isEqualTo(
                        "no backend may answer for model 'm' now: 'b1': it is full; 'b2': it is"
                                + " full");
        assertThat(new NoBackend("m", dropped, Optional.empty()).message())
                .endsWith("'b8': it is full; and 2 more");
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(FailureTest::kinds)
                : Stream.of(type);
    }

    @ParameterizedTest
    @CsvSource({"404, false", "429, false", "422, true"})
    void aRefusalThatMayBeOfThisBackendAloneLetsAnotherAnswer(int status, boolean onlyHere) {
        assertThat(refused(status, onlyHere, Optional.empty()).mayFailOver()).isTrue();
    }

    @Test
    void whatIsOverloadedSaysWhenToComeAgain() {
        assertThat(new Failure.Overloaded("m", PAUSE).retryDelay()).hasValue(PAUSE);
        assertThat(refused(429, false, Optional.of(PAUSE)).retryDelay()).hasValue(PAUSE);
        assertThat(failures().filter(one -> one.failure().retryDelay().isPresent()))
                .extracting(one -> (Object) one.failure().getClass())
                .containsExactlyInAnyOrder(
                        Failure.Overloaded.class,
                        RateLimited.class,
                        BudgetExceeded.class,
                        StoreAway.class,
                        NotEntered.class,
                        Conflict.class,
                        StateUnusable.class,
                        NoBackend.class);
    }
}

package dev.chasqui.application.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;

class ModelsTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final FakeBackend one = new FakeBackend("one", "llama3:latest", "shared");
    private final FakeBackend two = new FakeBackend("two", "qwen", "shared:latest");
    private final FakeBackend builtIn = new FakeBackend("built-in", "extract");
    private final Models models =
            new Models(
                    Backends.configured(List.of(one, two), builtIn),
                    Map.of("fast", "qwen", "dead", "nobody"),
                    NEVER);

    @Test
    void theFirstBackendInTheOrderOfTheConfigHasAModelThatSeveralHave() {
        assertThat(backendsOf("shared")).containsExactly(one, two);
    }

    @Test
    void aNameWithoutATagMeansLatest() {
        assertThat(models.find("llama3").getFirst().model().id()).isEqualTo("llama3:latest");
        assertThat(models.find("qwen:latest").getFirst().model().id()).isEqualTo("qwen");
    }

    @Test
    void anAliasIsFoundAndListed() {
        assertThat(models.find("fast").getFirst().model().id()).isEqualTo("qwen");
        assertThat(models.find("fast:latest").getFirst().model().id()).isEqualTo("qwen");
        assertThat(models.names())
                .containsExactly("llama3:latest", "shared", "qwen", "extract", "fast");
    }

    @Test
    void anUnknownModelIsAnsweredWithTheOnesThatThereAre() {
        Failure failure = failureOf("nope");

        assertThat(failure).isInstanceOf(Failure.UnknownModel.class);
        assertThat(failure.message()).contains("'nope'", "llama3:latest", "qwen", "extract");
    }

    @Test
    void aBackendThatIsDownKeepsItsModelsKnownBehindThoseThatAreUp() {
        models.names();
        one.down();
        models.doubt(one);

        await(() -> !models.states().getFirst().up());
        assertThat(backendsOf("shared")).containsExactly(two, one);
        assertThat(backendsOf("llama3")).containsExactly(one);
        assertThat(models.states().getFirst().models()).isEqualTo(2);
    }

    @Test
    void whileNoServerHasAnsweredNoModelIsCalledUnknown() {
        one.down();
        two.down();

        assertThat(failureOf("llama3")).isInstanceOf(Failure.BackendUnreachable.class);
    }

    @Test
    void aServerThatNeverAnswersDoesNotMakeEveryMistypedNameItsFault() {
        one.down();

        assertThat(failureOf("nope")).isInstanceOf(Failure.UnknownModel.class);
    }

    @Test
    void aModelThatIsNewIsFoundAtOnce() {
        Models fresh =
                new Models(
                        Backends.configured(List.of(one), builtIn), Map.of(), Duration.ofNanos(1));
        fresh.names();
        one.models("new");

        await(() -> fresh.names().contains("new"));
        assertThat(fresh.find("new").getFirst().backend()).isSameAs(one);
    }

    @Test
    void backendsAreAskedForTheirModelsAllAtTheSameTime() {
        CyclicBarrier bothAsked = new CyclicBarrier(2);
        one.listingWhen(bothAsked);
        two.listingWhen(bothAsked);

        assertThat(models.names()).contains("llama3:latest", "qwen");
    }

    private List<Backend> backendsOf(String model) {
        return models.find(model).stream().map(Candidate::backend).toList();
    }

    private Failure failureOf(String model) {
        return catchThrowableOfType(FailureException.class, () -> models.find(model)).failure();
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}

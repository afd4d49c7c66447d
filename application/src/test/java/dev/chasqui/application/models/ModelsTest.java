package dev.chasqui.application.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.FakeDerivedModels;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.BackendFinder;
import dev.chasqui.application.port.DerivedModels;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

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
    void afterAnErrorBackendsAreLookedForAgain() throws Exception {
        Iterator<Supplier<List<Backend>>> looks =
                List.<Supplier<List<Backend>>>of(
                                List::of,
                                () -> {
                                    throw new OutOfMemoryError("as if");
                                },
                                () -> List.of(one))
                        .iterator();
        CountDownLatch all = new CountDownLatch(3);
        BackendFinder finder =
                () -> {
                    all.countDown();
                    return looks.hasNext() ? looks.next().get() : List.of(one);
                };
        try (Backends _ = Backends.found(finder, Duration.ofMillis(1), builtIn)) {
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        }
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
        assertThat(models.names()).containsExactly("llama3:latest", "shared", "qwen", "fast");
    }

    @Test
    void whatIsBuiltInIsListedOnlyWhereThereIsNothingElseAndAlwaysAnswers() {
        assertThat(models.names()).doesNotContain("extract");
        assertThat(backendsOf("extract")).containsExactly(builtIn);

        Models alone = new Models(Backends.configured(List.of(), builtIn), Map.of(), NEVER);
        assertThat(alone.names()).containsExactly("extract");
    }

    @Test
    void whatIsBuiltInIsListedWhereSomebodyWantsIt() {
        Backends both = Backends.configured(List.of(one), builtIn);

        assertThat(new Models(both, Map.of(), NEVER, true, DerivedModels.NONE).names())
                .containsExactly("llama3:latest", "shared", "extract");
        assertThat(new Models(both, Map.of("quote", "extract"), NEVER).names())
                .containsExactly("llama3:latest", "shared", "quote");
    }

    @Test
    void aBuiltInModelThatMakesVectorsIsAlwaysListedAndBehindOneThatTalks() {
        FakeBackend embed = new FakeBackend("embed").capable("vectors", "embedding");
        Backends beside = Backends.configured(List.of(one), builtIn, embed);
        Backends alone = Backends.configured(List.of(), builtIn, embed);

        assertThat(new Models(beside, Map.of(), NEVER).names())
                .containsExactly("llama3:latest", "shared", "vectors");
        assertThat(new Models(alone, Map.of(), NEVER).names())
                .containsExactly("extract", "vectors");
        assertThat(new Models(alone, Map.of(), NEVER, true, DerivedModels.NONE).names())
                .containsExactly("extract", "vectors");
    }

    @Test
    void whereAllOthersMakeNothingButVectorsTheBuiltInOneTalks() {
        one.capable("bge", "embedding");
        Models mute = new Models(Backends.configured(List.of(one), builtIn), Map.of(), NEVER);

        assertThat(mute.names()).containsExactly("extract", "bge");
    }

    @Test
    void eachThatIsBuiltInAnswersToItsOwnName() {
        FakeBackend embed = new FakeBackend("embed", "vectors");
        two.models("vectors", "qwen");
        Models all = new Models(Backends.configured(List.of(two), builtIn, embed), Map.of(), NEVER);

        assertThat(all.find("vectors")).extracting(Candidate::backend).containsExactly(embed);
        assertThat(all.find("extract")).extracting(Candidate::backend).containsExactly(builtIn);
    }

    @Test
    void whatIsBuiltInAnswersToItsNameThoughABackendListsThatToo() {
        two.models("extract:latest", "EXTRACT", "qwen", "extract:7b");
        Backends both = Backends.configured(List.of(two), builtIn);
        Models hiding = new Models(both, Map.of("quote", "extract"), NEVER);

        for (String name : List.of("extract", "extract:latest", "EXTRACT", "Extract", "quote")) {
            assertThat(hiding.find(name))
                    .as(name)
                    .extracting(Candidate::backend)
                    .containsExactly(builtIn);
        }
        assertThat(hiding.find("extract:7b").getFirst().backend()).isSameAs(two);
        assertThat(hiding.names()).containsExactly("qwen", "extract:7b", "quote");
        assertThat(new Models(both, Map.of(), NEVER, true, DerivedModels.NONE).all())
                .extracting(candidate -> candidate.model().id())
                .containsExactly("qwen", "extract:7b", "extract");

        two.models("extract");
        Models others = new Models(both, Map.of(), NEVER);
        assertThat(others.all()).extracting(Candidate::backend).containsExactly(builtIn);
    }

    @Test
    void aNameInAnotherCaseIsFoundIfItDiffersInNothingElse() {
        assertThat(models.find("QWEN").getFirst().model().id()).isEqualTo("qwen");
        assertThat(models.find("Llama3:LATEST").getFirst().model().id()).isEqualTo("llama3:latest");
        assertThat(models.find("FAST").getFirst().model().id()).isEqualTo("qwen");
        assertThat(models.resolve("Shared")).isEqualTo("shared:latest");
        assertThat(models.contains("QWEN")).isTrue();
        assertThat(models.contains("qwen3")).isFalse();
    }

    @Test
    void theExactNameComesFirstAndBetweenTwoNobodyGuesses() {
        two.models("Qwen", "QWEN");
        Models cased = new Models(Backends.configured(List.of(two), builtIn), Map.of(), NEVER);

        assertThat(cased.find("QWEN").getFirst().model().id()).isEqualTo("QWEN");
        assertThat(cased.find("Qwen").getFirst().model().id()).isEqualTo("Qwen");
        assertThat(cased.contains("qwen")).isFalse();
    }

    @Test
    void anUnknownModelIsAnsweredWithTheOnesThatThereAre() {
        Failure failure = failureOf("nope");

        assertThat(failure).isInstanceOf(Failure.UnknownModel.class);
        assertThat(failure.message()).contains("'nope'", "llama3:latest", "qwen");
    }

    @Test
    void aBackendThatIsDownKeepsItsModelsKnownBehindThoseThatAreUp() {
        models.names();
        one.down();
        models.refresh(one);

        await(() -> backendsOf("shared").equals(List.of(two, one)));
        assertThat(models.states().getFirst().up()).isFalse();
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
    void afterAChangeNoListThatWasRequestedBeforeItCounts() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        ChangingBackend changing = new ChangingBackend(changed);
        Models some = new Models(Backends.configured(List.of(changing)), Map.of(), NEVER);
        some.refresh(changing);
        await(() -> changing.requests.get() == 1);
        changing.model = "new";

        Thread waiter = Thread.startVirtualThread(() -> some.refreshAndWait(changing));
        await(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        changed.countDown();
        assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();

        assertThat(some.names()).containsExactly("new");
        assertThat(changing.requests).hasValue(2);
    }

    /** A backend with one model, whose answers are as old as its requests. */
    private static final class ChangingBackend implements Backend {
        private final CountDownLatch answers;
        private final AtomicInteger requests = new AtomicInteger();
        private volatile String model = "old";

        private ChangingBackend(CountDownLatch answers) {
            this.answers = answers;
        }

        @Override
        public String name() {
            return "changing";
        }

        @Override
        public Zone zone() {
            return Zone.RESTRICTED;
        }

        @Override
        public List<ModelInfo> models() {
            List<ModelInfo> now = List.of(ModelInfo.of(model));
            requests.incrementAndGet();
            try {
                assertThat(answers.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return now;
        }
    }

    @Test
    void twoDerivedModelsOfOneNameCountAsOne() {
        DerivedModel first = DerivedModel.of("bot", "qwen", Instant.EPOCH);
        DerivedModel second = DerivedModel.of("bot", "llama3", Instant.EPOCH);
        Models twice =
                new Models(
                        Backends.configured(List.of(one, two), builtIn),
                        Map.of(),
                        NEVER,
                        false,
                        new FakeDerivedModels(first, second));

        assertThat(twice.derived("bot")).contains(first);
        assertThat(twice.names()).containsOnlyOnce("bot:latest");
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

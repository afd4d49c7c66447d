package dev.chasqui.adapters.logs.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.departures.DecisionLedger;
import dev.chasqui.application.port.departures.DecisionLedger.Verified;
import dev.chasqui.application.port.departures.DecisionRules;
import dev.chasqui.application.port.departures.DecisionRules.OnFailure;
import dev.chasqui.application.port.departures.SentBody;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.NotEntered;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

class DecisionFilesTest {
    @TempDir private Path parent;

    private Path folder() {
        return parent.resolve("decisions");
    }

    private DecisionFiles open(OnFailure onFailure) {
        return new DecisionFiles(folder(), Chains.rules(onFailure), () -> Chains.NOW);
    }

    private List<String> kinds() {
        return ChainReader.of(folder()).newest(Chains.all(), new Cancellation()).reversed().stream()
                .map(entry -> entry.text("kind").orElseThrow())
                .toList();
    }

    @Test
    void aServerWhoseRequestsStayInsideHasNoFolder() {
        open(OnFailure.COUNT).close();

        assertThat(folder()).doesNotExist();
        assertThat(ChainReader.of(folder()).verify(Optional.empty(), new Cancellation()).entries())
                .isZero();
    }

    @Test
    void anEntryTellsWhoSentWhatWhereAndWhyItMight() {
        Chains.write(folder(), 1);

        Json.Obj entry =
                ChainReader.of(folder()).newest(Chains.all(), new Cancellation()).getFirst();

        assertThat(entry.without("prev").without("hash"))
                .hasToString(
                        "{\"seq\":2,\"at\":\"2026-11-30T12:00:00Z\",\"kind\":\"departure\","
                            + "\"request\":\"r0\",\"try\":1,\"caller\":\"ana\",\"use\":\"chat\","
                            + "\"asked\":\"llama3\",\"sent\":\"gpt\",\"backend\":\"cloud\","
                            + "\"type\":\"openai\",\"host\":\"api.example.com\","
                            + "\"zone\":\"open\",\"why\":{\"zones\":\"any\",\"rule\":\"gpt*\","
                            + "\"agents\":[\"guard\"],\"zoneTold\":true,\"guard\":\"data=redact"
                            + " email=1\",\"choice\":\"by its load\"},\"bytes\":3,\"sha256\":\""
                                + "ab".repeat(32)
                                + "\"}");
    }

    @Test
    void filesAndFolderAreTheirOwnersAlone() throws IOException {
        Chains.write(folder(), 1);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(Chains.files(folder()).getFirst())))
                .isEqualTo("rw-------");
    }

    @Test
    void theChainGoesOnAfterARestart() {
        Chains.write(folder(), 2);
        Chains.write(folder(), 2);

        Verified verified = Chains.verify(folder());

        assertThat(verified.broken()).isEmpty();
        assertThat(verified.entries()).isEqualTo(5);
    }

    @Test
    void manyAtOnceAreAllEntered() throws InterruptedException {
        try (DecisionFiles files = open(OnFailure.REFUSE);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                String request = "r" + i;
                callers.execute(() -> files.leaves(List.of(Chains.departure(request, "ana"))));
            }
            callers.shutdown();
            assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(files.newest(Chains.all(), new Cancellation())).hasSize(501);
        }
        assertThat(Chains.verify(folder()).broken()).isEmpty();
    }

    @Test
    void countedCallsAreOnTheDiskAtTheEnd() {
        try (DecisionFiles files = open(OnFailure.COUNT)) {
            files.leaves(List.of(Chains.departure("r", "ana")));
            files.leaves(List.of(Chains.departure("s", "ana")));
        }
        assertThat(kinds()).containsExactly("file", "departure", "departure");
    }

    @Test
    void theRestOfALineThatAKillLeftIsCutAndEntered() throws IOException {
        Chains.write(folder(), 2);
        Files.writeString(
                Chains.files(folder()).getFirst(), "{\"seq\":4,\"at", StandardOpenOption.APPEND);

        Chains.write(folder(), 1);

        assertThat(kinds()).containsExactly("file", "departure", "departure", "torn", "departure");
        assertThat(Chains.lines(folder()).get(3)).contains("\"kind\":\"torn\",\"bytes\":12,");
        assertThat(Chains.verify(folder()).broken()).isEmpty();
    }

    @Test
    void aLineOfWhichAKillLeftAllButItsEndIsCompleted() throws IOException {
        Chains.write(folder(), 2);
        Path file = Chains.files(folder()).getFirst();
        Files.writeString(file, Files.readString(file).stripTrailing());

        Chains.write(folder(), 1);

        assertThat(kinds()).containsExactly("file", "departure", "departure", "departure");
        assertThat(Chains.verify(folder()).broken()).isEmpty();
    }

    @Test
    void aKillAmidTheFirstLineLeavesAChainThatBeginsAnew() throws IOException {
        Chains.write(folder(), 0);
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("decisions-000000000001.jsonl"), "{\"se");

        Chains.write(folder(), 1);

        assertThat(kinds()).containsExactly("file", "torn", "departure");
        assertThat(Chains.verify(folder()).broken()).isEmpty();
    }

    @Test
    void whileTheFolderCannotBeWrittenCountedCallsGoOnAndTheChainTellsHowManyAreMissing()
            throws IOException, InterruptedException {
        Files.writeString(folder(), "no folder");
        CountDownLatch told = new CountDownLatch(2);
        try (DecisionFiles files = open(OnFailure.COUNT)) {
            files.whenMissing(count -> LongStream.range(0, count).forEach(_ -> told.countDown()));
            files.leaves(List.of(Chains.departure("r", "ana")));
            files.leaves(List.of(Chains.departure("s", "ana")));
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
            Files.delete(folder());
            files.leaves(List.of(Chains.departure("t", "ana")));
        }

        assertThat(kinds()).containsExactly("file", "missing", "departure");
        assertThat(Chains.lines(folder()).get(1)).contains("\"count\":2");
        assertThat(Chains.verify(folder()).broken()).isEmpty();
    }

    @Test
    void whileTheFolderCannotBeWrittenCallsAreRefusedIfTheRulesSaySo() throws IOException {
        Files.writeString(folder(), "no folder");
        try (DecisionFiles files = open(OnFailure.REFUSE)) {
            assertThatThrownBy(() -> files.leaves(List.of(Chains.departure("r", "ana"))))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            e -> assertThat(e.failure()).isEqualTo(new NotEntered("cloud")));
            Files.delete(folder());

            files.leaves(List.of(Chains.departure("s", "ana")));
        }
        assertThat(kinds()).containsExactly("file", "departure");
    }

    @Test
    void aFullQueueCountsOrRefuses() {
        DecisionRules none =
                new DecisionRules(
                        true, OnFailure.REFUSE, 0, Duration.ZERO, Duration.ofDays(1), 1 << 30);
        try (DecisionFiles files = new DecisionFiles(folder(), none, () -> Chains.NOW)) {
            assertThatThrownBy(() -> files.leaves(List.of(Chains.departure("r", "ana"))))
                    .isInstanceOf(FailureException.class);
            files.change(
                    new DecisionRules(
                            true, OnFailure.COUNT, 0, Duration.ZERO, Duration.ofDays(1), 1 << 30));
            files.leaves(List.of(Chains.departure("r", "ana")));
        }
        assertThat(kinds()).containsExactly("file", "missing");
    }

    @Test
    void aNewDayHasANewFileThatFollowsTheOneBefore() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Chains.NOW);
        try (DecisionFiles files =
                new DecisionFiles(folder(), Chains.rules(OnFailure.REFUSE), now::get)) {
            files.leaves(List.of(Chains.departure("r", "ana")));
            now.set(Chains.NOW.plus(Duration.ofDays(1)));
            files.leaves(List.of(Chains.departure("s", "ana")));
        }

        assertThat(Chains.files(folder())).hasSize(2);
        assertThat(kinds()).containsExactly("file", "departure", "file", "departure");
        assertThat(Chains.verify(folder()).broken()).isEmpty();
    }

    @Test
    void anOldFileIsRemovedAsAWholeAndTheChainTellsThat() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Chains.NOW);
        String head;
        try (DecisionFiles files =
                new DecisionFiles(folder(), Chains.rules(OnFailure.REFUSE), now::get)) {
            files.leaves(List.of(Chains.departure("r", "ana")));
            head = files.verify(Optional.empty(), new Cancellation()).head();
            now.set(Chains.NOW.plus(Duration.ofDays(400)));
            files.leaves(List.of(Chains.departure("s", "ana")));
        }

        assertThat(Chains.files(folder())).hasSize(1);
        assertThat(kinds()).containsExactly("file", "departure", "removed");
        Verified verified = ChainReader.of(folder()).verify(Optional.of(head), new Cancellation());
        assertThat(verified.broken()).isEmpty();
        assertThat(verified.first()).isEqualTo(3);
    }

    @Test
    void theOldestFilesAreRemovedAboveTheMostBytes() throws IOException {
        DecisionRules small =
                new DecisionRules(
                        true, OnFailure.REFUSE, 100, Duration.ZERO, Duration.ofDays(9), 8_192);
        try (DecisionFiles files = new DecisionFiles(folder(), small, () -> Chains.NOW)) {
            for (int i = 0; i < 100; i++) {
                files.leaves(List.of(Chains.departure("r" + i, "ana")));
            }
        }

        long bytes = 0;
        for (Path file : Chains.files(folder())) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isLessThan(12_000);
        Verified verified = Chains.verify(folder());
        assertThat(verified.broken()).isEmpty();
        assertThat(verified.first()).isGreaterThan(50);
    }

    @Test
    void theEndOfAStreamedBodyIsEntered() {
        try (DecisionFiles files = open(OnFailure.REFUSE)) {
            files.sent(
                    new SentBody(
                            Chains.NOW, Chains.departure("r", "ana"), 5, "cd".repeat(32), false));
        }

        Json.Obj entry =
                ChainReader.of(folder()).newest(Chains.all(), new Cancellation()).getFirst();
        assertThat(entry.text("kind")).contains("body");
        assertThat(entry.text("request")).contains("r");
        assertThat(entry.get("whole")).contains(Json.of(false));
    }

    @Test
    void entriesAreListedByTimeCallerAndBackendTheNewestFirst() {
        AtomicReference<Instant> now = new AtomicReference<>(Chains.NOW);
        try (DecisionFiles files =
                new DecisionFiles(folder(), Chains.rules(OnFailure.REFUSE), now::get)) {
            files.leaves(List.of(Chains.departure("r", "ana")));
            files.leaves(List.of(Chains.departure("s", "bob")));
            files.leaves(List.of(Chains.departure("t", "ana")));

            assertThat(listed(files, Instant.EPOCH, "ana", "cloud", 10)).containsExactly("t", "r");
            assertThat(listed(files, Instant.EPOCH, "ana", "cloud", 1)).containsExactly("t");
            assertThat(listed(files, Instant.EPOCH, "ana", "desk", 10)).isEmpty();
            assertThat(listed(files, Chains.NOW.plusSeconds(1), "ana", "cloud", 10)).isEmpty();
        }
    }

    private static List<String> listed(
            DecisionFiles files, Instant since, String caller, String backend, int limit) {
        return files
                .newest(
                        new DecisionLedger.Query(
                                since, Optional.of(caller), Optional.of(backend), limit),
                        new Cancellation())
                .stream()
                .map(entry -> entry.text("request").orElseThrow())
                .toList();
    }

    @Test
    void aTextThatACallerChoseIsBounded() {
        try (DecisionFiles files = open(OnFailure.REFUSE)) {
            files.leaves(List.of(Chains.departure("r", "a\n\"".repeat(10_000))));
        }

        assertThat(Chains.verify(folder()).broken()).isEmpty();
        assertThat(
                        ChainReader.of(folder())
                                .newest(Chains.all(), new Cancellation())
                                .getFirst()
                                .text("caller"))
                .hasValueSatisfying(caller -> assertThat(caller).hasSize(256));
    }
}

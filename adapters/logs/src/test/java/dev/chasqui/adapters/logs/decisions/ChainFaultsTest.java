package dev.chasqui.adapters.logs.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.departures.DecisionLedger.Verified;
import dev.chasqui.application.port.departures.DecisionRules;
import dev.chasqui.application.port.departures.DecisionRules.OnFailure;
import dev.chasqui.application.port.departures.Departure;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

class ChainFaultsTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir private Path parent;
    private final AtomicReference<Instant> now = new AtomicReference<>(Chains.NOW);

    private Path folder() {
        return parent.resolve("decisions");
    }

    private DecisionFiles open() {
        return new DecisionFiles(folder(), Chains.rules(OnFailure.REFUSE), now::get);
    }

    private static List<Departure> call(String request) {
        return List.of(Chains.departure(request, "ana"));
    }

    private List<String> kinds() {
        return ChainReader.of(folder()).newest(Chains.all(), new Cancellation()).reversed().stream()
                .map(entry -> entry.text("kind").orElseThrow())
                .toList();
    }

    private Path newest() throws IOException {
        return Chains.files(folder()).getLast();
    }

    /** Writes one file each day. */
    private void writeDays(int days) {
        try (DecisionFiles files = open()) {
            for (int i = 0; i < days; i++) {
                files.leaves(call("r" + i));
                now.set(now.get().plus(DAY));
            }
        }
    }

    @Test
    void aFileThatIsThereIsNotBegunAnew() {
        try (DecisionFiles early = open()) {
            early.leaves(call("r"));
            now.set(Chains.NOW.plus(DAY));
            try (DecisionFiles other = open()) {
                other.leaves(call("s"));
            }

            assertThatThrownBy(() -> early.leaves(call("t"))).isInstanceOf(FailureException.class);
            early.leaves(call("u"));
        }

        assertThat(kinds())
                .containsExactly("file", "departure", "file", "departure", "file", "departure");
        assertThat(Chains.verify(folder()).broken()).isEmpty();
    }

    @Test
    void whatAnotherOneAppendsIsNotOverwritten() {
        try (DecisionFiles early = open()) {
            early.leaves(call("r"));
            try (DecisionFiles other = open()) {
                other.leaves(call("s"));
            }
            early.leaves(call("t"));
        }

        assertThat(kinds()).containsExactly("file", "departure", "departure", "departure");
        assertThat(Chains.verify(folder()).broken()).isEmpty();
    }

    @Test
    void aFileThatCannotBeOpenedStaysAsItIs() throws IOException {
        Chains.write(folder(), 2);
        List<String> lines = Chains.lines(folder());
        Path odd = Files.createDirectory(folder().resolve("decisions-000000000009.jsonl"));
        Files.createFile(odd.resolve("inside"));
        try (DecisionFiles files = open()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> files.leaves(call("t")))
                        .isInstanceOf(FailureException.class);
            }
            Files.delete(odd.resolve("inside"));
            Files.delete(odd);
            assertThat(Chains.lines(folder())).isEqualTo(lines);
            files.leaves(call("u"));
        }
        assertThat(Chains.verify(folder()).broken()).isEmpty();
    }

    @Test
    void aLongTailThatALossOfPowerLeftIsCutAndEntered() throws IOException {
        Chains.write(folder(), 2);
        Files.write(newest(), new byte[500_000], StandardOpenOption.APPEND);
        Files.writeString(newest(), "\"}\n{\"seq\":9,\"at\":\"", StandardOpenOption.APPEND);

        Chains.write(folder(), 1);

        assertThat(kinds()).containsExactly("file", "departure", "departure", "torn", "departure");
        assertThat(Chains.lines(folder()).get(3)).contains("\"bytes\":500018,");
        assertThat(Chains.verify(folder()).broken()).isEmpty();
    }

    @Test
    void aFileWithoutAnyLineInOrderIsLeftForTheCheck() throws IOException {
        Chains.write(folder(), 2);
        Path file = newest();
        String foreign = "no line\n".repeat(40_000);
        Files.writeString(file, foreign);

        Chains.write(folder(), 1);

        assertThat(Files.readString(file)).isEqualTo(foreign);
        assertThat(Chains.files(folder())).hasSize(2);
        assertThat(kinds()).containsExactly("file", "departure");
        assertThat(Chains.verify(folder()).broken().orElseThrow())
                .contains("000001.jsonl, line 1: its bytes");
    }

    @Test
    void anEmptyFileThatAKillLeftIsTakenAway() throws IOException {
        Chains.write(folder(), 2);
        Files.createFile(folder().resolve("decisions-000000000004.jsonl"));

        Chains.write(folder(), 1);

        assertThat(Chains.files(folder())).hasSize(1);
        assertThat(Chains.verify(folder()).broken()).isEmpty();
    }

    @Test
    void aKillAmidARemovalIsNoBreak() throws IOException {
        writeDays(4);
        List<Path> before = Chains.files(folder());
        List<String> kept = Chains.lines(folder()).subList(2, 8);
        now.set(Chains.NOW.plus(Duration.ofDays(400)));
        try (DecisionFiles files = open()) {
            files.leaves(call("s"));
        }
        assertThat(Chains.files(folder())).doesNotContainAnyElementsOf(before);

        // As if it had been killed when the first file was gone.
        for (int i = 0; i < 3; i++) {
            Files.write(before.get(i + 1), kept.subList(2 * i, 2 * i + 2));
        }
        Verified verified = Chains.verify(folder());

        assertThat(verified.broken()).isEmpty();
        assertThat(verified.first()).isEqualTo(3);
    }

    @Test
    void damagedAndEmptyFilesAreRemovedForTheirAgeToo() throws IOException {
        writeDays(4);
        List<Path> old = Chains.files(folder());
        Files.writeString(old.get(0), "damaged\n");
        Files.writeString(old.get(1), "");
        Files.writeString(old.get(2), "damaged\n");
        now.set(Chains.NOW.plus(Duration.ofDays(400)));
        try (DecisionFiles files = open()) {
            files.leaves(call("s"));
        }

        assertThat(Chains.files(folder())).doesNotContainAnyElementsOf(old.subList(0, 3));
        assertThat(Chains.verify(folder()).broken()).isEmpty();
    }

    @Test
    void aHeadWhoseEntryIsTooOldIsSaidToBeSo() {
        writeDays(1);
        String head = Chains.verify(folder()).head();
        writeDays(1);
        now.set(Chains.NOW.plus(Duration.ofDays(400)));
        writeDays(1);

        assertThat(ChainReader.of(folder()).verify(Optional.of(head), new Cancellation()).broken())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("which the server removed for their age"));
    }

    @Test
    void theChainTellsWhenTheLedgerIsSwitchedOffAndOn() {
        DecisionRules on = Chains.rules(OnFailure.REFUSE);
        DecisionRules off =
                new DecisionRules(
                        false, on.onFailure(), on.queue(), on.sync(), on.keep(), on.most());
        try (DecisionFiles files = open()) {
            files.leaves(call("r"));
            files.change(off);
            files.change(off);
            files.change(on);
        }

        assertThat(kinds()).containsExactly("file", "departure", "off", "on");
    }

    @Test
    void theRequestsOfOneCallAreEnteredTogether() {
        try (DecisionFiles files = open()) {
            files.leaves(List.of(Chains.departure("r", "ana"), Chains.departure("s", "bob")));
        }

        assertThat(kinds()).containsExactly("file", "departure", "departure");
    }

    @Test
    void aReaderWhoseClientHasLeftEnds() {
        writeDays(1);
        Cancellation left = new Cancellation();
        left.cancel();

        ChainReader reader = ChainReader.of(folder());
        assertThatThrownBy(() -> reader.verify(Optional.empty(), left))
                .isInstanceOf(FailureException.class);
        assertThatThrownBy(() -> reader.newest(Chains.all(), left))
                .isInstanceOf(FailureException.class);
    }

    @Test
    void afterTheEndNothingWaits() {
        DecisionFiles files = open();
        files.leaves(call("r"));
        files.close();

        assertThatThrownBy(() -> files.leaves(call("s"))).isInstanceOf(FailureException.class);
    }
}

package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.callers.CallerStore;
import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Kills of a process that writes: all that it acknowledged is there afterwards, and the database
 * opens each time. {@code -Dkills=200} kills more often.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("kills", 10);

    private static final Ledger.Query ALL =
            new Ledger.Query(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), Optional.empty());

    @TempDir Path folder;

    @Test
    void ofH2() throws Exception {
        killOften(folder.toString(), KILLS);
    }

    @Test
    void ofPostgres() throws Exception {
        // Its own process lives on, so each kill shows less.
        killOften(TestPostgres.newDatabase(), KILLS / 2);
    }

    private static void killOften(String place, int kills) throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int i = 0; i < kills; i++) {
            acknowledged.addAll(killAfter(place, 5 + 7 * i));
            try (Database database = Database.open(KilledWriter.place(place))) {
                assertThat(found(database)).containsAll(acknowledged);
            }
        }
    }

    /** Starts a writer, kills it after some acknowledgements, and returns all that it printed. */
    private static List<String> killAfter(String place, int lines) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledWriter.class.getName(),
                                place)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<String> printed = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null) {
                printed.add(line);
                if (printed.size() == lines) {
                    // Unlike the process, it leaves what was printed to be read.
                    process.toHandle().destroyForcibly();
                }
                line = out.readLine();
            }
        } finally {
            process.destroyForcibly().onExit().join();
        }
        assertThat(printed).hasSizeGreaterThanOrEqualTo(lines);
        // The last line may be half of one.
        return printed.subList(0, printed.size() - 1);
    }

    private static Set<String> found(Database database) {
        CallerStore.Stored stored = database.callers().load();
        Set<String> found =
                stored.users().keySet().stream()
                        .map(name -> "user " + name.substring(1))
                        .collect(Collectors.toSet());
        assertThat((long) found.size()).isEqualTo(stored.version());
        List<LedgerEntry> entries = database.ledger().newest(ALL, Optional.empty(), 100_000);
        entries.forEach(entry -> found.add("entry " + entry.id()));
        for (Ledger.By by : List.of(Ledger.By.USER, Ledger.By.TEAM)) {
            assertThat(database.ledger().sums(ALL, by).getFirst().requests())
                    .isEqualTo(entries.size());
        }
        return found;
    }
}

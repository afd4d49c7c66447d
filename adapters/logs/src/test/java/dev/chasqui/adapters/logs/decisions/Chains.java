package dev.chasqui.adapters.logs.decisions;

import dev.chasqui.application.port.departures.DecisionLedger;
import dev.chasqui.application.port.departures.DecisionLedger.Verified;
import dev.chasqui.application.port.departures.DecisionRules;
import dev.chasqui.application.port.departures.DecisionRules.OnFailure;
import dev.chasqui.application.port.departures.Departure;
import dev.chasqui.application.port.departures.DepartureCause;
import dev.chasqui.domain.exchange.Cancellation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Entries, rules and files of chains for tests. */
final class Chains {
    static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private Chains() {}

    static DecisionRules rules(OnFailure onFailure) {
        return new DecisionRules(
                true, onFailure, 1000, Duration.ZERO, Duration.ofDays(365), 1 << 30);
    }

    static Departure departure(String request, String caller) {
        return new Departure(
                NOW,
                Optional.of(
                        new DepartureCause(
                                request,
                                1,
                                caller,
                                "chat",
                                "llama3",
                                "gpt",
                                new DepartureCause.Grounds(
                                        false,
                                        Optional.of("gpt*"),
                                        List.of("guard"),
                                        List.of(),
                                        true,
                                        Optional.of("data=redact email=1"),
                                        false,
                                        "by its load"))),
                "cloud",
                Optional.of("openai"),
                "api.example.com",
                OptionalLong.of(3),
                Optional.of("ab".repeat(32)));
    }

    /** Writes a chain of so many calls, and ends it. */
    static void write(Path folder, int calls) {
        try (DecisionFiles files = new DecisionFiles(folder, rules(OnFailure.REFUSE), () -> NOW)) {
            for (int i = 0; i < calls; i++) {
                files.leaves(List.of(departure("r" + i, "ana")));
            }
        }
    }

    static Verified verify(Path folder) {
        return ChainReader.of(folder).verify(Optional.empty(), new Cancellation());
    }

    static DecisionLedger.Query all() {
        return new DecisionLedger.Query(Instant.EPOCH, Optional.empty(), Optional.empty(), 1000);
    }

    /** Returns the files, the oldest first. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    /** Returns the lines of all files. */
    static List<String> lines(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(folder)) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    /** Replaces the lines of the only file. */
    static void replace(Path folder, List<String> lines) throws IOException {
        Files.writeString(files(folder).getFirst(), String.join("\n", lines) + "\n");
    }
}

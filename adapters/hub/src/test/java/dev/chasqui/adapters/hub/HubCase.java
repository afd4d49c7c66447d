package dev.chasqui.adapters.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.model.HubModel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A fake hub with one model, a fresh cache, and the reported progress. */
abstract class HubCase {
    static final String NAME = "tiny-Q4_K_M.gguf";
    static final HubModel MODEL = HubModel.parse(StandInHub.REPO + ":Q4_K_M");
    static final String SECRET = "hf_verysecretverysecretverysecretverysec";
    static final byte[] CONTENT = Listing.bytes(300_000, 1);

    static final HubTimeouts QUICK =
            new HubTimeouts(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(1),
                    Duration.ofSeconds(2),
                    4,
                    Duration.ofSeconds(20));

    @TempDir Path temp;

    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    final Cancellation cancellation = new Cancellation();
    StandInHub server;

    @BeforeEach
    final void start() throws IOException {
        server = new StandInHub().with(NAME, CONTENT);
    }

    @AfterEach
    final void end() {
        server.close();
        assertThat(String.join("\n", told)).doesNotContain(SECRET);
    }

    Path cache() {
        return temp.resolve("cache");
    }

    HubSettings settings(HubTimeouts timeouts, boolean offline) {
        return new HubSettings(
                HubEndpoint.parse(server.url()),
                Optional.of(new HubToken(SECRET)),
                cache(),
                timeouts,
                offline);
    }

    List<Path> fetch() throws HubException {
        return fetch(MODEL);
    }

    List<Path> fetch(HubModel model) throws HubException {
        return fetch(model, settings(QUICK, false));
    }

    List<Path> fetch(HubModel model, HubSettings settings) throws HubException {
        try (Hub hub = new Hub(settings)) {
            return hub.fetch(model, told::add, cancellation);
        }
    }

    HubException failure() {
        return failure(MODEL, settings(QUICK, false));
    }

    HubException failure(HubModel model, HubSettings settings) {
        HubException failure =
                catchThrowableOfType(HubException.class, () -> fetch(model, settings));
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).doesNotContain(SECRET).doesNotContain(temp.toString());
        return failure;
    }

    void assertFetches() throws Exception {
        assertIs(fetch(), CONTENT);
    }

    static void assertIs(List<Path> files, byte[] content) throws IOException {
        assertThat(files).hasSize(1);
        assertThat(files.getFirst().getFileName()).hasToString(NAME);
        assertThat(Files.readAllBytes(files.getFirst())).isEqualTo(content);
    }

    /** Returns the files of unfinished downloads. */
    List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.walk(cache())) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    /** Waits for a condition, with a deadline. */
    static void eventually(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }
}

package dev.chasqui.adapters.hub;

import static dev.chasqui.adapters.hub.StandInHub.FILES;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Cancellation;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Several downloads of the same model at once, and their cancellation. */
class TwoAtOnceTest extends HubCase {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void twoThreadsFetchAFileOnce() throws Exception {
        server.script(FILES, (request, reply) -> halves(request, reply, goOn));
        List<FutureTask<List<Path>>> fetches = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            fetches.add(start(this::fetch));
        }
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        goOn.countDown();

        for (FutureTask<List<Path>> fetch : fetches) {
            assertIs(fetch.get(20, TimeUnit.SECONDS), CONTENT);
        }
        assertThat(server.requests(FILES)).hasSize(1);
    }

    @Test
    void twoProcessesFetchAFileOnce() throws Exception {
        server.script(FILES, (request, reply) -> halves(request, reply, goOn));
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OtherProcess.class.getName(),
                                server.url(),
                                cache().toString())
                        .redirectErrorStream(true)
                        .start();
        try {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            FutureTask<List<Path>> own = start(this::fetch);
            eventually("both have asked", () -> server.requests(StandInHub.REFS).size() == 2);
            goOn.countDown();

            assertIs(own.get(20, TimeUnit.SECONDS), CONTENT);
            assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(other.exitValue()).isZero();
            assertThat(server.requests(FILES)).hasSize(1);
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void oneWhoWaitsInVainSaysSo() throws Exception {
        HubTimeouts impatient =
                new HubTimeouts(
                        QUICK.connect(),
                        QUICK.answer(),
                        QUICK.freshnessCheck(),
                        QUICK.silence(),
                        QUICK.pause(),
                        QUICK.longestPause(),
                        QUICK.tries(),
                        Duration.ofMillis(200));
        server.script(FILES, (request, reply) -> halves(request, reply, goOn));
        FutureTask<List<Path>> first = start(this::fetch);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        HubException failure = failure(MODEL, settings(impatient, false));

        assertThat(failure.reason()).isEqualTo(HubException.Reason.BUSY);
        goOn.countDown();
        assertIs(first.get(20, TimeUnit.SECONDS), CONTENT);
    }

    @Test
    void givingUpLeavesWhatCameForTheNextOne() throws Exception {
        server.script(FILES, (request, reply) -> halves(request, reply, goOn));
        FutureTask<List<Path>> fetch = start(this::fetch);
        eventually("half of it is there", () -> partSize() == CONTENT.length / 2);
        cancellation.cancel();

        assertCancelled(fetch);
        server.requests().clear();
        try (Hub hub = new Hub(settings(QUICK, false))) {
            assertIs(hub.fetch(MODEL, told::add, new Cancellation()), CONTENT);
        }
        assertThat(server.requests(FILES))
                .extracting(StandInHub.Request::from)
                .containsExactly(CONTENT.length / 2);
    }

    @Test
    void oneWhoGivesUpLeavesTheTurnToAnother() throws Exception {
        server.script(FILES, (request, reply) -> halves(request, reply, goOn));
        FutureTask<List<Path>> first = start(this::fetch);
        eventually("half of it is there", () -> partSize() == CONTENT.length / 2);
        try (Hub hub = new Hub(settings(QUICK, false))) {
            FutureTask<List<Path>> second =
                    start(() -> hub.fetch(MODEL, told::add, new Cancellation()));
            eventually("both have asked", () -> server.requests(StandInHub.REFS).size() == 2);
            cancellation.cancel();

            assertCancelled(first);
            assertIs(second.get(20, TimeUnit.SECONDS), CONTENT);
        }
    }

    @Test
    void givingUpEndsTheWaitForAnAnswer() throws Exception {
        server.script(
                StandInHub.REFS,
                (_, reply) -> {
                    begun.countDown();
                    reply.hang();
                });
        FutureTask<List<Path>> fetch = start(this::fetch);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        cancellation.cancel();

        assertCancelled(fetch);
    }

    @Test
    void givingUpEndsTheWaitForTheNextTry() throws Exception {
        server.script(StandInHub.REFS, (_, reply) -> reply.whole(503, "", "Retry-After: 50"));
        FutureTask<List<Path>> fetch =
                start(() -> fetch(MODEL, settings(HubTimeouts.DEFAULT, false)));
        eventually("it waits", () -> List.copyOf(told).toString().contains("again in 50 s"));
        cancellation.cancel();

        assertCancelled(fetch);
    }

    @Test
    void givingUpEndsTheWaitForAnother() throws Exception {
        server.script(FILES, (request, reply) -> halves(request, reply, goOn));
        try (Hub hub = new Hub(settings(QUICK, false))) {
            FutureTask<List<Path>> first =
                    start(() -> hub.fetch(MODEL, told::add, new Cancellation()));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            FutureTask<List<Path>> second = start(this::fetch);
            eventually("both have asked", () -> server.requests(StandInHub.REFS).size() == 2);
            cancellation.cancel();

            assertCancelled(second);
            goOn.countDown();
            assertIs(first.get(20, TimeUnit.SECONDS), CONTENT);
        }
    }

    @Test
    void closingTheHubGivesUp() throws Exception {
        server.script(FILES, (request, reply) -> halves(request, reply, goOn));
        Hub hub = new Hub(settings(QUICK, false));
        FutureTask<List<Path>> fetch = start(() -> hub.fetch(MODEL, told::add, new Cancellation()));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        hub.close();

        assertCancelled(fetch);
    }

    @Test
    void interruptingGivesUp() throws Exception {
        server.script(FILES, (request, reply) -> halves(request, reply, goOn));
        FutureTask<List<Path>> fetch = new FutureTask<>(this::fetch);
        Thread thread = Thread.ofVirtual().name("fetch").start(fetch);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();

        assertCancelled(fetch);
    }

    /** A time that ends long before any other limit of the wait. */
    private static void assertCancelled(FutureTask<List<Path>> fetch) {
        assertThatThrownBy(() -> fetch.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        HubException.class,
                        failure ->
                                assertThat(failure.reason())
                                        .isEqualTo(HubException.Reason.CANCELLED));
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().name("fetch").start(task);
        return task;
    }

    private long partSize() {
        Path part =
                cache().resolve("models--org--tiny-GGUF/blobs")
                        .resolve(Listing.sha256(CONTENT) + ".part");
        try {
            return Files.size(part);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Sends the first half of a file, and the second half when it is allowed to. */
    private void halves(StandInHub.Request request, StandInHub.Reply reply, CountDownLatch second)
            throws IOException {
        assertThat(request.from()).isZero();
        reply.head(200, "Content-Length: " + CONTENT.length);
        reply.write(Arrays.copyOf(CONTENT, CONTENT.length / 2));
        begun.countDown();
        try {
            if (second.await(20, TimeUnit.SECONDS)) {
                reply.write(Arrays.copyOfRange(CONTENT, CONTENT.length / 2, CONTENT.length));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Downloads the model in a process of its own; the arguments are the hub and the cache. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) throws HubException {
            HubSettings settings =
                    new HubSettings(
                            HubEndpoint.parse(arguments[0]),
                            java.util.Optional.empty(),
                            Path.of(arguments[1]),
                            QUICK,
                            false);
            Consumer<String> nobody = _ -> {};
            try (Hub hub = new Hub(settings)) {
                hub.fetch(MODEL, nobody, new Cancellation());
            }
        }
    }
}

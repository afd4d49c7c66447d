package dev.chasqui.adapters.hub;

import static dev.chasqui.adapters.hub.DownloadTest.status;
import static dev.chasqui.adapters.hub.StandInHub.FILES;
import static dev.chasqui.adapters.hub.StandInHub.REFS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.domain.model.HubModel;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The use of the cache, with and without the hub. */
class CacheTest extends HubCase {
    private static final String NEXT_REVISION = "89".repeat(20);

    @Test
    void offlineWhatIsCompleteIsUsedWithoutAsking() throws Exception {
        fetch();
        server.requests().clear();

        assertIs(fetch(MODEL, settings(QUICK, true)), CONTENT);
        assertIs(fetch(HubModel.parse(StandInHub.REPO), settings(QUICK, true)), CONTENT);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void whatIsHereIsToldWithoutAsking() throws Exception {
        try (Hub hub = new Hub(settings(QUICK, false))) {
            assertThat(hub.cached(MODEL)).isEmpty();
            assertThat(cache()).doesNotExist();

            fetch();
            server.requests().clear();
            assertIs(hub.cached(MODEL).orElseThrow(), CONTENT);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void offlineWhatIsMissingIsNamed() {
        HubException failure = failure(MODEL, settings(QUICK, true));

        assertThat(failure.reason()).isEqualTo(HubException.Reason.UNREACHABLE);
        assertThat(failure)
                .hasMessage(
                        "model: org/tiny-GGUF:Q4_K_M is not complete in the cache folder, and"
                                + " HF_HUB_OFFLINE is set");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void withoutNetworkWhatIsCompleteIsUsed() throws Exception {
        fetch();
        server.close();

        assertFetches();

        assertThat(told).anyMatch(text -> text.startsWith("using " + MODEL + " from the cache"));
    }

    @Test
    void withoutNetworkWhatIsMissingIsNamed() throws Exception {
        server.close();

        assertThat(failure())
                .hasMessageContaining("is not complete in the cache folder")
                .hasMessageContaining("nothing listens there, or no network");
    }

    @Test
    void aHubWhoseNameIsNotKnownIsNamed() {
        HubSettings nowhere =
                new HubSettings(
                        HubEndpoint.parse("http://no-such-hub.invalid"),
                        settings(QUICK, false).token(),
                        cache(),
                        QUICK,
                        false);

        assertThat(failure(MODEL, nowhere)).hasMessageContaining("no-such-hub.invalid: ");
    }

    @Test
    void whatIsHereIsUsedWhenTheHubRefuses() throws Exception {
        fetch();
        server.script(REFS, status(401));

        assertFetches();
    }

    @Test
    void whatIsHereIsUsedWhenTheHubIsSlow() throws Exception {
        fetch();
        HubTimeouts hurried =
                new HubTimeouts(
                        QUICK.connect(),
                        QUICK.answer(),
                        Duration.ofMillis(200),
                        QUICK.silence(),
                        QUICK.pause(),
                        QUICK.longestPause(),
                        QUICK.tries(),
                        QUICK.otherDownload());
        server.script(REFS, (_, reply) -> reply.hang());

        assertIs(fetch(MODEL, settings(hurried, false)), CONTENT);
        assertThat(told).anyMatch(text -> text.contains("no answer for 200 ms"));
    }

    @Test
    void oneWhoIsInterruptedGetsNothing() throws Exception {
        fetch();
        server.script(REFS, (_, reply) -> reply.hang());
        Thread.currentThread().interrupt();

        assertThat(failure().reason()).isEqualTo(HubException.Reason.CANCELLED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void halfAFileIsNotComplete() throws Exception {
        server.script(FILES, StandInHub.breaksOff(CONTENT, 1000), status(404));
        failure();

        assertThat(failure(MODEL, settings(QUICK, true)).reason())
                .isEqualTo(HubException.Reason.UNREACHABLE);
    }

    @Test
    void aNewRevisionComesAndTheOldOneServesUntilThen() throws Exception {
        byte[] newer = Listing.bytes(200_000, 7);
        fetch();
        server.move(NEXT_REVISION);
        server.with(NAME, newer);
        server.script(FILES, status(404));

        assertFetches();
        assertThat(told).anyMatch(text -> text.startsWith("using " + MODEL + " from the cache"));
        assertIs(fetch(MODEL, settings(QUICK, true)), CONTENT);

        assertIs(fetch(), newer);
        assertIs(fetch(MODEL, settings(QUICK, true)), newer);
    }

    @Test
    void aRevisionThatChangesOtherFilesDoesNotBringThisOneAgain() throws Exception {
        fetch();
        server.move(NEXT_REVISION);

        assertFetches();

        assertThat(server.requests(FILES)).hasSize(1);
    }

    @Test
    void whatOtherToolsHaveBroughtIsUsed() throws Exception {
        Path folder = cache().resolve("models--org--tiny-GGUF");
        Path blob = folder.resolve("blobs").resolve(Listing.sha256(CONTENT));
        Path link = folder.resolve("snapshots").resolve(StandInHub.REVISION).resolve(NAME);
        Files.createDirectories(folder.resolve("blobs"));
        Files.createDirectories(folder.resolve("snapshots").resolve(StandInHub.REVISION));
        Files.createDirectories(folder.resolve("refs"));
        Files.writeString(folder.resolve("refs/main"), StandInHub.REVISION);
        Files.write(blob, CONTENT);
        Files.createSymbolicLink(link, Path.of("../../blobs", blob.getFileName().toString()));

        assertIs(fetch(MODEL, settings(QUICK, true)), CONTENT);
        assertFetches();
        assertThat(server.requests(FILES)).isEmpty();
    }

    @Test
    void aFileWhoseSizeIsWrongIsBroughtAgain() throws Exception {
        Path file = fetch().getFirst();
        Files.write(file.toRealPath(), new byte[10]);

        assertFetches();
    }

    @Test
    void aListThatIsDamagedIsAskedForAgain() throws Exception {
        fetch();
        Path list = cache().resolve("models--org--tiny-GGUF/chasqui").resolve(StandInHub.REVISION);
        Files.writeString(list, Listing.sha256(CONTENT) + " 5 ../../x.gguf\n");

        assertFetches();
    }

    @Test
    void allPartsOfASplitFileComeInTheirOrder() throws Exception {
        byte[] second = Listing.bytes(1000, 5);
        server.with("Q8_0/big-Q8_0-00002-of-00002.gguf", second)
                .with("Q8_0/big-Q8_0-00001-of-00002.gguf", CONTENT);

        List<Path> files = fetch(HubModel.parse(StandInHub.REPO + ":q8_0"));

        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly("big-Q8_0-00001-of-00002.gguf", "big-Q8_0-00002-of-00002.gguf");
        assertThat(files.getLast()).hasBinaryContent(second);
        assertThat(told).anyMatch(text -> text.contains("(2 of 2)"));
    }

    @Test
    void aFullDiskIsNoticedBeforehand() {
        HubException failure =
                catchThrowableOfType(
                        HubException.class,
                        () -> {
                            try (Hub hub = new Hub(settings(QUICK, false), _ -> 1_000_000)) {
                                hub.fetch(MODEL, told::add, cancellation);
                            }
                        });

        assertThat(failure.reason()).isEqualTo(HubException.Reason.DISK);
        assertThat(failure)
                .hasMessage(
                        "disk: 1.0 MB free where the cache folder is (expected: 67.4 MB; make room,"
                                + " or name another folder by HF_HUB_CACHE)");
        assertThat(server.requests(FILES)).isEmpty();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Path blobs = cache().resolve("models--org--tiny-GGUF/blobs");
        Files.createDirectories(blobs.resolve(Listing.sha256(CONTENT) + ".part"));

        HubException failure = failure();

        assertThat(failure.reason()).isEqualTo(HubException.Reason.DISK);
        assertThat(failure).hasMessageContaining(NAME + " cannot be written");
    }
}

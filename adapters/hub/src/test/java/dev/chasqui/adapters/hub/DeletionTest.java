package dev.chasqui.adapters.hub;

import static dev.chasqui.adapters.hub.StandInHub.FILES;
import static dev.chasqui.adapters.hub.StandInHub.REVISION;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.domain.model.HubModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The deletion of a model's files from a cache that other programs use, too. */
@Timeout(60)
class DeletionTest extends HubCase {
    private static final HubModel USUAL = HubModel.parse(StandInHub.REPO);
    private static final HubModel LARGER = HubModel.parse(StandInHub.REPO + ":Q8_0");
    private static final String LARGER_NAME = "tiny-Q8_0.gguf";
    private static final String OLDER_REVISION = "89".repeat(20);
    private static final byte[] LARGER_CONTENT = Listing.bytes(1000, 9);

    private Path repository() {
        return cache().resolve("models--org--tiny-GGUF");
    }

    private void delete(HubModel model, HubModel... kept) throws HubException {
        try (Hub hub = new Hub(settings(QUICK, false))) {
            hub.delete(model, List.of(kept));
        }
    }

    /** Puts a file where another program has downloaded it. */
    private Path put(String revision, String name, byte[] content) throws IOException {
        Path blob = repository().resolve("blobs").resolve(Listing.sha256(content));
        Path link = repository().resolve("snapshots").resolve(revision).resolve(name);
        Files.createDirectories(blob.getParent());
        Files.createDirectories(link.getParent());
        Files.write(blob, content);
        return Files.createSymbolicLink(
                link, Path.of("../../blobs", blob.getFileName().toString()));
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.walk(repository())) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> repository().relativize(file).toString())
                    .filter(name -> name.startsWith("snapshots") || name.startsWith("blobs"))
                    .toList();
        }
    }

    @Test
    void amongFilesOfOtherProgramsOnlyTheChosenOneIsDeleted() throws Exception {
        put(REVISION, NAME, CONTENT);
        Path larger = put(REVISION, LARGER_NAME, LARGER_CONTENT);
        Path full = put(REVISION, "tiny-F16.gguf", Listing.bytes(2000, 3));

        delete(USUAL);

        assertThat(larger).hasBinaryContent(LARGER_CONTENT);
        assertThat(full).exists();
        assertThat(left()).hasSize(4);
    }

    @Test
    void whatAnotherProgramHasOfAnotherRevisionStaysUnlessItIsTheSameFile() throws Exception {
        Path larger = put(OLDER_REVISION, LARGER_NAME, LARGER_CONTENT);
        put(OLDER_REVISION, NAME, Listing.bytes(500, 2));
        fetch(USUAL);

        delete(USUAL);

        assertThat(larger).hasBinaryContent(LARGER_CONTENT);
        assertThat(left()).hasSize(2);
    }

    @Test
    void fromAllRevisionsItIsDeletedOnceAndForAll() throws Exception {
        fetch();
        server.move(OLDER_REVISION);
        server.with(NAME, Listing.bytes(200_000, 7)).with(LARGER_NAME, LARGER_CONTENT);
        fetch();
        fetch(LARGER);

        delete(MODEL);
        delete(MODEL);

        assertThat(left()).hasSize(2).anyMatch(name -> name.endsWith(LARGER_NAME));
        assertThat(fetch(LARGER, settings(QUICK, true)))
                .singleElement()
                .satisfies(file -> assertThat(file).hasBinaryContent(LARGER_CONTENT));
    }

    @Test
    void namesThatAreHardLinksAreDeletedWithTheirContents() throws Exception {
        Path link = fetch().getFirst();
        Path blob = link.toRealPath();
        Files.delete(link);
        Files.createLink(link, blob);

        delete(MODEL);

        assertThat(left()).isEmpty();
    }

    @Test
    void aContentThatLinksOutOfTheFolderIsDeletedWithoutItsTarget() throws Exception {
        Path blob = fetch().getFirst().toRealPath();
        Path elsewhere = Files.move(blob, temp.resolve("elsewhere.gguf"));
        Files.createSymbolicLink(blob, elsewhere);

        delete(MODEL);

        assertThat(left()).isEmpty();
        assertThat(elsewhere).hasBinaryContent(CONTENT);
    }

    @Test
    void theFilesOfAModelThatIsKeptStayUnderWhicheverName() throws Exception {
        fetch();

        delete(USUAL, HubModel.parse(StandInHub.REPO + ":q4_k_m"), HubModel.parse("other/repo"));
        assertIs(fetch(MODEL, settings(QUICK, true)), CONTENT);

        delete(USUAL, LARGER);
        assertThat(left()).isEmpty();
    }

    @Test
    void aPartlyDownloadedFileIsDeleted() throws Exception {
        Path blob = fetch().getFirst().toRealPath();
        Files.move(blob, blob.resolveSibling(blob.getFileName() + ".part"));

        delete(MODEL);

        assertThat(left()).isEmpty();
    }

    @Test
    void whatIsBeingDownloadedStaysAndTheFailureSaysSo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        fetch();
        Path blob = repository().resolve("blobs").resolve(Listing.sha256(CONTENT));
        Files.delete(blob);
        server.script(
                FILES,
                (request, reply) -> {
                    begun.countDown();
                    try {
                        assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    StandInHub.send(request, reply, CONTENT);
                });
        try (Hub hub = new Hub(settings(QUICK, false))) {
            FutureTask<List<Path>> download =
                    new FutureTask<>(() -> hub.fetch(MODEL, told::add, cancellation));
            Thread.ofVirtual().start(download);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            for (HubModel model : List.of(MODEL, USUAL)) {
                HubException busy =
                        catchThrowableOfType(
                                HubException.class, () -> hub.delete(model, List.of()));
                assertThat(busy.reason()).isEqualTo(HubException.Reason.BUSY);
                assertThat(busy).hasMessageContaining("model: " + model + " is being downloaded");
            }
            goOn.countDown();
            assertIs(download.get(20, TimeUnit.SECONDS), CONTENT);
            hub.delete(MODEL, List.of());
            assertThat(left()).isEmpty();
        }
    }

    @Test
    void withoutACacheNothingIsMade() throws Exception {
        delete(MODEL);
        assertThat(cache()).doesNotExist();
    }
}

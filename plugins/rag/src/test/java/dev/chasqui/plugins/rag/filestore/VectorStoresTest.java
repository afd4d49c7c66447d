package dev.chasqui.plugins.rag.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.plugins.rag.filestore.AttachedFile.Status;
import dev.chasqui.plugins.rag.filestore.VectorStores.Attachment;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.reading.Upload;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

class VectorStoresTest {
    private static final FileLimits LIMITS =
            new FileLimits(new ByteSize(1 << 20), new ByteSize(1 << 20));
    private static final Caller ANA = user("ana");
    private static final Caller BOB = user("bob");

    @TempDir private Path data;
    private Collections collections;
    private DocumentIntake intake;
    private FileStore files;
    private VectorStores stores;

    private static Caller user(String name) {
        return Caller.anonymous(name)
                .withIdentity(new Caller.Identity(Optional.of(name), Optional.empty(), Set.of()));
    }

    @BeforeEach
    void open() {
        openAt(Clock.tickMillis(ZoneOffset.UTC));
    }

    private void openAt(Clock clock) {
        collections = Collections.open(data);
        intake = new DocumentIntake(collections);
        files = FileStore.open(data, LIMITS, clock);
        stores = VectorStores.open(data, files, collections, intake, clock);
    }

    @AfterEach
    void close() {
        stores.close();
        intake.close();
        collections.close();
    }

    private StoreFacts create(Caller caller, String name) {
        return stores.create(
                caller, Optional.of(name), Json.Obj.EMPTY, Optional.empty(), _ -> true);
    }

    private StoredFile file(String name, String text) {
        return files.create(
                Optional.of("ana"),
                new Upload(name, Optional.empty(), text.getBytes(StandardCharsets.UTF_8)),
                "assistants",
                Optional.empty());
    }

    private AttachedFile attach(String collection, StoredFile file) {
        var _ = stores.attach(collection, List.of(new Attachment(file, Json.Obj.EMPTY)), false);
        return stores.file(collection, file.id()).orElseThrow();
    }

    private Status status(String collection, StoredFile file) {
        return stores.file(collection, file.id()).orElseThrow().status();
    }

    private static void until(BooleanSupplier reached) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void awaitAll(String collection) {
        until(
                () ->
                        stores.files(collection).stream()
                                .noneMatch(f -> f.status() == Status.IN_PROGRESS));
    }

    private List<String> documents(String collection) {
        return collections.documents(new CollectionName(collection), Optional.empty(), 100).stream()
                .map(document -> document.name())
                .toList();
    }

    @Test
    void whatWasInProgressIsAddedAfterARestart() {
        String plans = create(ANA, "plans").collection();
        List<Attachment> attachments =
                IntStream.range(0, 20)
                        .mapToObj(i -> file("f" + i + ".txt", "Text " + i))
                        .map(file -> new Attachment(file, Json.Obj.EMPTY))
                        .toList();
        FileBatch batch = stores.attach(plans, attachments, true).orElseThrow();
        close();
        open();
        awaitAll(plans);

        assertThat(documents(plans)).hasSize(20);
        assertThat(stores.batch(plans, batch.id())).contains(batch);
        assertThat(stores.batch("other", batch.id())).isEmpty();
    }

    @Test
    void whatIsReleasedWaitsForItsSuccessorOrItsReturn() {
        String plans = create(ANA, "plans").collection();
        StoredFile before = file("a.txt", "Thirty days.");
        stores.release();
        assertThatThrownBy(() -> attach(plans, before))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.Overloaded.class);
        assertThatThrownBy(() -> create(ANA, "more")).isInstanceOf(FailureException.class);
        stores.resume();
        var _ = attach(plans, before);
        awaitAll(plans);

        assertThat(documents(plans)).containsExactly("a.txt");
    }

    @Test
    void aStoreIsSeenByItsOwnerAlone() {
        String plans = create(ANA, "plans").collection();
        Caller boss = BOB.asAdmin();

        assertThat(stores.mayRead(ANA, plans)).isTrue();
        assertThat(stores.mayChange(ANA, plans)).isTrue();
        assertThat(stores.mayRead(BOB, plans)).isFalse();
        assertThat(stores.mayChange(BOB, plans)).isFalse();
        assertThat(stores.mayChange(boss, plans)).isTrue();
        assertThat(stores.mayRead(BOB, "of admins")).isTrue();
        assertThat(stores.mayChange(BOB, "of admins")).isFalse();
        assertThat(create(boss, "shared").owner()).isEmpty();
        assertThat(stores.mayChange(Caller.anonymous("127.0.0.1"), plans)).isTrue();
    }

    @Test
    void aNameThatIsTakenOrOddBecomesAnotherCollection() {
        assertThat(create(ANA, "plans").collection()).isEqualTo("plans");
        StoreFacts other = create(BOB, "plans");
        assertThat(other.name()).isEqualTo("plans");
        assertThat(other.collection()).startsWith("plans-").hasSizeGreaterThan(20);
        assertThat(create(BOB, "../ größe!").collection()).matches("gr-e-[0-9a-f]{24}");
        assertThat(create(BOB, "日本").collection()).startsWith("store-");
        assertThatThrownBy(
                        () ->
                                stores.create(
                                        BOB,
                                        Optional.of("new"),
                                        Json.Obj.EMPTY,
                                        Optional.empty(),
                                        _ -> false))
                .hasMessageContaining("may not use a collection 'new'");
    }

    @Test
    void aDeletedStoreLeavesNothingAndItsFilesStay() {
        String plans = create(ANA, "plans").collection();
        StoredFile file = file("a.txt", "Thirty days.");
        var _ = attach(plans, file);
        stores.delete(plans, new Cancellation());

        assertThat(stores.exists(plans)).isFalse();
        assertThat(collections.collections()).isEmpty();
        assertThat(files.find(file.id())).isPresent();
        assertThatThrownBy(() -> attach(plans, file)).hasMessageContaining("was deleted");
        close();
        open();
        assertThat(stores.exists(plans)).isFalse();
        assertThat(stores.files(plans)).isEmpty();
    }

    @Test
    void aFileIsDetachedEvenWhileItIsAdded() {
        String plans = create(ANA, "plans").collection();
        for (int i = 0; i < 20; i++) {
            AttachedFile attached = attach(plans, file("a.txt", "Thirty days " + i));
            stores.detach(attached, new Cancellation());
            assertThat(stores.file(plans, attached.fileId())).isEmpty();
        }
        StoredFile last = file("b.txt", "Thirty days.");
        var _ = attach(plans, last);
        awaitAll(plans);

        assertThat(documents(plans)).containsExactly("b.txt");
    }

    @Test
    void aBatchThatIsCancelledStops() {
        String plans = create(ANA, "plans").collection();
        List<Attachment> attachments =
                IntStream.range(0, 50)
                        .mapToObj(i -> file("f" + i + ".txt", "Text " + i))
                        .map(file -> new Attachment(file, Json.Obj.EMPTY))
                        .toList();
        FileBatch batch = stores.attach(plans, attachments, true).orElseThrow();
        assertThat(stores.cancel(batch).cancelled()).isTrue();

        List<AttachedFile> all = stores.files(plans);
        assertThat(all).hasSize(50).noneMatch(f -> f.status() == Status.IN_PROGRESS);
        long completed = all.stream().filter(f -> f.status() == Status.COMPLETED).count();
        int found = collections.collections().isEmpty() ? 0 : documents(plans).size();
        assertThat((long) found).isEqualTo(completed);
    }

    @Test
    void aFileThatIsGoneOrCannotBeReadFails() {
        String plans = create(ANA, "plans").collection();
        StoredFile empty = file("a.txt", "");
        var _ = attach(plans, empty);
        awaitAll(plans);

        assertThat(status(plans, empty)).isEqualTo(Status.FAILED);
        assertThat(stores.file(plans, empty.id()).orElseThrow().problem().orElseThrow().code())
                .isEqualTo("invalid_file");
        assertThat(Attaching.problem(new Failure.AgentFailed("rag", "broken")).code())
                .isEqualTo("server_error");
    }

    @Test
    void anUnusedStoreExpiresWithItsCollection() {
        Instant now = Instant.parse("2026-12-01T00:00:00Z");
        close();
        openAt(Clock.fixed(now, ZoneOffset.UTC));
        String plans =
                stores.create(
                                ANA,
                                Optional.of("plans"),
                                Json.Obj.EMPTY,
                                Optional.of(Duration.ofDays(2)),
                                _ -> true)
                        .collection();
        var _ = attach(plans, file("a.txt", "Thirty days."));
        awaitAll(plans);
        close();
        openAt(Clock.fixed(now.plus(Duration.ofDays(1)), ZoneOffset.UTC));
        stores.used(plans);
        close();
        openAt(Clock.fixed(now.plus(Duration.ofHours(71)), ZoneOffset.UTC));
        assertThat(stores.exists(plans)).isTrue();
        close();
        openAt(Clock.fixed(now.plus(Duration.ofDays(3)), ZoneOffset.UTC));
        assertThat(stores.exists(plans)).isFalse();
        assertThat(stores.mayRead(BOB, plans)).isFalse();
        stores.sweep();

        assertThat(collections.collections()).isEmpty();
    }

    @Test
    void aCollectionThatWasDeletedOtherwiseIsForgotten() {
        String plans = create(ANA, "plans").collection();
        var _ = attach(plans, file("a.txt", "Thirty days."));
        awaitAll(plans);
        collections.remove(new CollectionName(plans), new Cancellation());

        assertThat(stores.forget(plans)).isTrue();
        assertThat(stores.forget(plans)).isFalse();
        assertThat(stores.mayRead(BOB, plans)).isTrue();
    }
}

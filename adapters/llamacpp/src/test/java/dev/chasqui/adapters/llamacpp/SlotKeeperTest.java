package dev.chasqui.adapters.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.processes.ConversationKeeper;
import dev.chasqui.domain.size.ByteSize;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Saving and restoring with a fake of llama-server's slots over HTTP. */
class SlotKeeperTest {
    @TempDir Path folder;
    private final List<String> log = new ArrayList<>();
    private SlotFolder folders;
    private SlotKeeper keeper;
    private FakeSlots server;

    @BeforeEach
    void opens() throws IOException {
        open(SlotFolder.MOST, Duration.ofSeconds(20));
        server = new FakeSlots();
    }

    private void open(ByteSize most, Duration patience) throws IOException {
        folders = SlotFolder.open(folder.resolve("slots"), List.of("a", "b"), most);
        keeper = new SlotKeeper(folders, "a", patience);
    }

    @AfterEach
    void closes() {
        server.close();
    }

    @Test
    void whatASlotHasIsSavedForItsOwnerAloneAndRestored() throws Exception {
        server.slots(100, 0, 7);
        save("same");

        assertThat(files()).hasSize(2).allMatch(SlotKeeperTest::isOwnersAlone);
        assertThat(isOwnersAlone(folders.of("a"))).isTrue();
        assertThat(log).containsExactly("saved 107 tokens of conversations");

        server.slots(0, 0, 0);
        assertThat(restore("same")).isTrue();
        assertThat(server.tokens()).containsExactly(100, 0, 7);
        assertThat(log).contains("restored 107 tokens of conversations");
    }

    @Test
    void whatDependsOnSomethingElseNowIsDeleted() throws Exception {
        server.slots(100);
        save("one model");

        assertThat(restore("another")).isFalse();

        assertThat(files()).isEmpty();
        assertThat(server.restores()).isZero();
    }

    @Test
    void whatAServerOfAnotherRecipeSavesWhenTheNextIsPreparedAlreadyIsDeleted() throws Exception {
        server.slots(100);
        SlotKeeper.Run old = run("one model");
        SlotKeeper.Run next = run("another");
        old.beforeStop(connection());
        assertThat(files()).hasSize(1);

        assertThat(next.afterReady(connection())).isFalse();

        assertThat(files()).isEmpty();
        assertThat(server.restores()).isZero();
    }

    @Test
    void aSlotThatIsAtWorkIsLeft() throws Exception {
        server.slots(100, 50);
        server.busy(0);

        save("same");

        assertThat(files()).singleElement().asString().endsWith("-1.slot");
    }

    @Test
    void whatTheServerRefusesIsDeletedAndHarmless() throws Exception {
        server.slots(100);
        save("same");
        server.refuseToRestore();

        assertThat(restore("same")).isFalse();

        assertThat(files()).isEmpty();
    }

    @Test
    void twoUselessRestoresInARowEndIt() throws Exception {
        for (int i = 0; i < 2; i++) {
            server.slots(100);
            save("same");
            restoreAndAnswer("same", 0);
        }

        assertThat(keeper.run("same")).isEmpty();
        assertThat(files()).isEmpty();
        assertThat(log)
                .filteredOn(line -> line.startsWith("conversations are not kept any more"))
                .hasSize(1);
    }

    @Test
    void oneUsefulRestoreForgivesAUselessOne() throws Exception {
        for (long cached : new long[] {0, 90, 0, 90, 0}) {
            server.slots(100);
            save("same");
            restoreAndAnswer("same", cached);
        }

        assertThat(keeper.run("same")).isPresent();
    }

    @Test
    void aServerThatHasNoSlotsIsLeftAlone() throws Exception {
        server.close();

        save("same");
        assertThat(restore("same")).isFalse();

        assertThat(log).singleElement().asString().startsWith("conversations were not saved: ");
        assertThat(keeper.run("same")).isPresent();
    }

    @Test
    void aServerThatHangsIsNotWaitedForWithoutEnd() throws Exception {
        open(SlotFolder.MOST, Duration.ofMillis(200));
        server.slots(100);
        server.hang();

        save("same");

        assertThat(files()).isEmpty();
        assertThat(log).singleElement().asString().contains("SocketTimeoutException");
    }

    @Test
    @Timeout(60)
    void aServerThatDripsItsAnswerIsNotEither() throws Exception {
        open(SlotFolder.MOST, Duration.ofMillis(200));
        server.slots(100);
        server.drip();

        save("same");

        assertThat(files()).isEmpty();
        assertThat(log).singleElement().asString().contains("SocketTimeoutException");
    }

    @Test
    void theOldestLeavesWhereThereIsTooMuch() throws Exception {
        open(new ByteSize(250), Duration.ofSeconds(20));
        Path old = Files.write(folders.of("b").resolve("old.slot"), new byte[200]);
        Files.setLastModifiedTime(old, FileTime.fromMillis(1_000));
        server.slots(100, 100);

        save("same");

        assertThat(old).doesNotExist();
        assertThat(files()).hasSize(2);
    }

    @Test
    void whatIsOfModelsThatAreGoneGoesAtTheNextStart() throws Exception {
        Path theirs = Files.write(folders.of("b").resolve("x.slot"), new byte[1]);

        SlotFolder.open(folder.resolve("slots"), List.of("a"), SlotFolder.MOST);

        assertThat(theirs.getParent()).doesNotExist();
    }

    private void save(String identity) throws IOException, InterruptedException {
        run(identity).beforeStop(connection());
    }

    private boolean restore(String identity) throws IOException, InterruptedException {
        return run(identity).afterReady(connection());
    }

    private void restoreAndAnswer(String identity, long cached) throws Exception {
        SlotKeeper.Run run = run(identity);
        assertThat(run.afterReady(connection())).isTrue();
        run.firstReply(cached, connection());
    }

    private SlotKeeper.Run run(String identity) throws IOException {
        SlotKeeper.Run run = keeper.run(identity).orElseThrow();
        server.folder(run.folder());
        return run;
    }

    private ConversationKeeper.RunningServer connection() {
        return new ConversationKeeper.RunningServer(server.port(), FakeSlots.KEY, log::add);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folders.of("a"))) {
            return all.sorted().toList();
        }
    }

    private static boolean isOwnersAlone(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                    .endsWith("------");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

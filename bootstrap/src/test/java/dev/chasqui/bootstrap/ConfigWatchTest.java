package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The changes of the config file that are acted on, and the time of it. */
class ConfigWatchTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir private Path folder;
    private int changes;
    private boolean on = true;

    @Test
    void aChangeIsSeenToOnceTwoLooksHaveSeenTheSame() throws IOException {
        ConfigWatch watch = watch(write("config.json", "{}"));
        assertThat(changesAfter(watch, 3)).isZero();

        write("config.json", "{\"a\":1}");

        assertThat(changesAfter(watch, 1)).isZero();
        assertThat(changesAfter(watch, 1)).isEqualTo(1);
        assertThat(changesAfter(watch, 3)).isEqualTo(1);
    }

    @Test
    void halfOfWhatIsBeingWrittenIsNotRead() throws IOException {
        ConfigWatch watch = watch(write("config.json", "{}"));

        for (String text = "{"; text.length() < 6; text += " ") {
            write("config.json", text);
            assertThat(changesAfter(watch, 1)).isZero();
        }
        write("config.json", "{     }");

        assertThat(changesAfter(watch, 2)).isEqualTo(1);
    }

    @Test
    void whatIsWrittenAgainAsItWasIsNoChange() throws IOException {
        Path file = write("config.json", "{}");
        ConfigWatch watch = watch(file);

        Files.setLastModifiedTime(write("config.json", "{}"), FileTime.fromMillis(1));

        assertThat(changesAfter(watch, 3)).isZero();
    }

    @Test
    void aChangeThatShowsNeitherInSizeNorInTimeIsOne() throws IOException {
        FileTime time = FileTime.fromMillis(1_000);
        Path file = write("config.json", "{\"a\":1}");
        Files.setLastModifiedTime(file, time);
        ConfigWatch watch = watch(file);

        Files.setLastModifiedTime(write("config.json", "{\"a\":2}"), time);

        assertThat(changesAfter(watch, 2)).isEqualTo(1);
    }

    @Test
    void aFileMayBeRenamedOverAsEditorsDo() throws IOException {
        Path file = write("config.json", "{}");
        ConfigWatch watch = watch(file);

        Files.move(write("config.json.new", "{\"a\":1}"), file, StandardCopyOption.ATOMIC_MOVE);

        assertThat(changesAfter(watch, 2)).isEqualTo(1);
    }

    /**
     * Sets the link {@code ..data}, to which {@code config.json -> ..data/config.json} points, to
     * another folder.
     */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "not everybody may make links there")
    void aLinkOnItsWayMayBeSwappedAsKubernetesDoes() throws IOException {
        Files.createDirectory(folder.resolve("v1"));
        Files.createDirectory(folder.resolve("v2"));
        write("v1/config.json", "{}");
        write("v2/config.json", "{\"a\":1}");
        Path data = link("..data", "v1");
        ConfigWatch watch = watch(link("config.json", "..data/config.json"));
        assertThat(changesAfter(watch, 2)).isZero();

        Files.move(link("..data_tmp", "v2"), data, StandardCopyOption.ATOMIC_MOVE);

        assertThat(changesAfter(watch, 2)).isEqualTo(1);
    }

    @Test
    void aFileMayAppearWhereThereWasNone() throws IOException {
        Path file = folder.resolve("config.json");
        ConfigWatch watch =
                new ConfigWatch(() -> Optional.of(file).filter(Files::exists), Duration.ZERO);
        assertThat(changesAfter(watch, 2)).isZero();

        write("config.json", "{}");

        assertThat(changesAfter(watch, 2)).isEqualTo(1);
    }

    @Test
    void aFileThatIsGoneChangesNothingUntilItIsThereWithOtherWords() throws IOException {
        Path file = write("config.json", "{}");
        ConfigWatch watch = watch(file);

        Files.delete(file);
        assertThat(changesAfter(watch, 3)).isZero();
        write("config.json", "{}");
        assertThat(changesAfter(watch, 3)).isZero();
        Files.delete(file);
        assertThat(changesAfter(watch, 3)).isZero();
        write("config.json", "{\"a\":1}");
        assertThat(changesAfter(watch, 3)).isEqualTo(1);
    }

    /** A file that cannot be read is a change, so that a reload reports the mistake. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "not everybody may make links there")
    void aFileThatCanNoLongerBeReadIsAChange() throws IOException {
        Path file = write("config.json", "{}");
        ConfigWatch watch = watch(file);

        Files.delete(file);
        link("config.json", "config.json");

        assertThat(changesAfter(watch, 3)).isEqualTo(1);
    }

    /**
     * As with {@code --config <(…)}: a second reader would wait for a writer, and take its bytes.
     */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no mkfifo")
    void aPipeIsNotRead() throws Exception {
        Path pipe = folder.resolve("config.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        int seen =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> changesAfter(watch(pipe), 3));

        assertThat(seen).isZero();
    }

    @Test
    void whatChangesWhileItIsSwitchedOffIsPassedOver() throws IOException {
        ConfigWatch watch = watch(write("config.json", "{}"));

        on = false;
        write("config.json", "{\"a\":1}");
        assertThat(changesAfter(watch, 2)).isZero();
        on = true;
        assertThat(changesAfter(watch, 2)).isZero();
        write("config.json", "{\"a\":2}");
        assertThat(changesAfter(watch, 2)).isEqualTo(1);
    }

    @Test
    void theFileThatTheEnvironmentNamesIsWatched() throws IOException {
        Path file = write("other.json", "{}");
        ConfigWatch watch =
                ConfigWatch.of(Optional.empty(), Map.of("CHASQUI_CONFIG", file.toString()));

        write("other.json", "{\"a\":1}");

        assertThat(changesAfter(watch, 2)).isEqualTo(1);
    }

    @Test
    void itsThreadGoesOnWhateverAChangeThrowsAndEndsWhenItIsClosed() throws Exception {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        Path file = write("config.json", "{}");
        ConfigWatch watch = new ConfigWatch(() -> Optional.of(file), Duration.ofNanos(100_000));
        watch.start(
                () -> true,
                () -> {
                    threads.add(Thread.currentThread());
                    Thread.currentThread().interrupt();
                    throw new StackOverflowError("a bug of the reload");
                });

        write("config.json", "{\"a\":1}");
        Thread first = next(threads);
        write("config.json", "{\"a\":2}");
        Thread second = next(threads);
        watch.close();

        assertThat(first).isSameAs(second);
        assertThat(first.getName()).isEqualTo("config-watch");
        assertThat(first.isVirtual()).isTrue();
        assertThat(first.isAlive()).isFalse();
    }

    @Test
    void aWatchThatNeverBeganCanBeClosed() throws IOException {
        watch(write("config.json", "{}")).close();

        assertThat(changes).isZero();
    }

    private static Thread next(BlockingQueue<Thread> threads) throws InterruptedException {
        Thread next = threads.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no change was seen");
        }
        return next;
    }

    private static ConfigWatch watch(Path file) {
        return new ConfigWatch(() -> Optional.of(file), NEVER);
    }

    private int changesAfter(ConfigWatch watch, int looks) {
        for (int i = 0; i < looks; i++) {
            watch.poll(() -> on, () -> changes++);
        }
        return changes;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path link(String name, String target) throws IOException {
        return Files.createSymbolicLink(folder.resolve(name), Path.of(target));
    }
}

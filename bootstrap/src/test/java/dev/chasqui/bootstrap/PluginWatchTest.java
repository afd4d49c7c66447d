package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.pf4j.jars.FolderState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** The changes of plug-in folders that are acted on, and the time of it. */
class PluginWatchTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir private Path folder;
    private int changes;
    private boolean on = true;

    @Test
    void aJarThatIsDroppedReplacedOrRemovedIsAChangeOnceTwoLooksHaveSeenTheSame()
            throws IOException {
        PluginWatch watch = watch();
        assertThat(changesAfter(watch, 3)).isZero();

        write("a.jar", "1");
        assertThat(changesAfter(watch, 1)).isZero();
        assertThat(changesAfter(watch, 3)).isEqualTo(1);
        Files.move(write("beside", "2"), jar("a.jar"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(changesAfter(watch, 3)).isEqualTo(2);
        write("a.jar", "longer");
        assertThat(changesAfter(watch, 3)).isEqualTo(3);
        Files.delete(jar("a.jar"));
        assertThat(changesAfter(watch, 3)).isEqualTo(4);
    }

    @Test
    void aJarThatGoesOnGrowingIsLeftAlone() throws IOException {
        PluginWatch watch = watch();
        write("a.jar", "");

        for (int i = 0; i < 5; i++) {
            Files.writeString(jar("a.jar"), "more", StandardOpenOption.APPEND);
            assertThat(changesAfter(watch, 1)).isZero();
        }

        assertThat(changesAfter(watch, 1)).isEqualTo(1);
    }

    @Test
    void otherFilesAreNoChange() throws IOException {
        PluginWatch watch = watch();

        write("notes.txt", "1");
        write("a.jar.part", "1");

        assertThat(changesAfter(watch, 3)).isZero();
    }

    @Test
    void aFolderMayAppearAndGo() throws IOException {
        Path later = folder.resolve("later");
        PluginWatch watch = new PluginWatch(() -> FolderState.read(List.of(folder, later)), NEVER);

        Files.createDirectory(later);
        assertThat(changesAfter(watch, 3)).isZero();
        write("later/a.jar", "1");
        assertThat(changesAfter(watch, 3)).isEqualTo(1);
        Files.delete(later.resolve("a.jar"));
        Files.delete(later);
        assertThat(changesAfter(watch, 3)).isEqualTo(2);
    }

    @Test
    void whatChangesWhileItIsSwitchedOffIsActedOnWhenItIsOnAgain() throws IOException {
        PluginWatch watch = watch();
        on = false;
        write("a.jar", "1");
        assertThat(changesAfter(watch, 3)).isZero();

        on = true;

        assertThat(changesAfter(watch, 3)).isEqualTo(1);
    }

    private PluginWatch watch() {
        return new PluginWatch(() -> FolderState.read(List.of(folder)), NEVER);
    }

    private int changesAfter(PluginWatch watch, int looks) {
        for (int i = 0; i < looks; i++) {
            watch.poll(() -> on, () -> changes++);
        }
        return changes;
    }

    private Path jar(String name) {
        return folder.resolve(name);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(jar(name), text);
    }
}

package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the cache is made by a POSIX script")
class StartCacheTest {
    private static final long SOON = 30;

    @TempDir private Path home = Path.of("");

    @Test
    void whereThereIsNoCacheItIsMadeBesideTheServer() throws Exception {
        makeCache("echo much; echo made >\"$(dirname \"$0\")/../chasqui.aot\"");

        Process making = new StartCache(home, true).makeWhereMissing().orElseThrow();

        assertThat(making.waitFor(SOON, TimeUnit.SECONDS)).isTrue();
        assertThat(home.resolve("chasqui.aot")).hasContent("made");
    }

    @Test
    void aCacheThatTheMachineDidNotTakeIsLookedAtAgain() throws Exception {
        makeCache("exit 0");
        Files.createFile(home.resolve("chasqui.aot"));

        assertThat(new StartCache(home, false).makeWhereMissing()).isPresent();
    }

    @Test
    void aCacheInUseIsLeftAlone() throws Exception {
        makeCache("exit 0");
        Files.createFile(home.resolve("chasqui.aot"));

        assertThat(new StartCache(home, true).makeWhereMissing()).isEmpty();
    }

    @Test
    void aDistributionThatIsNotThereIsNoFailure() {
        assertThat(new StartCache(home.resolve("nowhere"), true).makeWhereMissing()).isEmpty();
    }

    @Test
    void theEndOfTheServerIsTheEndOfTheMakingAndOfWhatItStarted() throws Exception {
        makeCache("trap 'exit 5' TERM; sleep 600");
        Process making = new StartCache(home, true).makeWhereMissing().orElseThrow();

        StartCache.end(making);

        assertThat(making.waitFor(SOON, TimeUnit.SECONDS)).isTrue();
        assertThat(making.descendants()).isEmpty();
    }

    private void makeCache(String commands) throws IOException {
        ScriptRun.write(home.resolve("bin").resolve("make-cache"), "#!/bin/sh\n" + commands + "\n");
    }
}

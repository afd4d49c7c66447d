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
        makeCache("echo much; echo made >\"$(dirname \"$0\")/../chasqui-1.aot\"");

        Process making = new StartCache(cache(), true).makeWhereMissing().orElseThrow();

        assertThat(making.waitFor(SOON, TimeUnit.SECONDS)).isTrue();
        assertThat(cache()).hasContent("made");
    }

    @Test
    void aCacheThatTheMachineDidNotTakeIsLookedAtAgain() throws Exception {
        makeCache("exit 0");
        Files.createFile(cache());

        assertThat(new StartCache(cache(), false).makeWhereMissing()).isPresent();
    }

    @Test
    void aCacheInUseIsLeftAlone() throws Exception {
        makeCache("exit 0");
        Files.createFile(cache());

        assertThat(new StartCache(cache(), true).makeWhereMissing()).isEmpty();
    }

    @Test
    void aDistributionThatIsNotThereIsNoFailure() {
        assertThat(new StartCache(home.resolve("nowhere/chasqui-1.aot"), true).makeWhereMissing())
                .isEmpty();
    }

    @Test
    void theEndOfTheServerIsTheEndOfTheMakingAndOfWhatItStarted() throws Exception {
        makeCache("trap 'exit 5' TERM; sleep 600");
        Process making = new StartCache(cache(), true).makeWhereMissing().orElseThrow();

        StartCache.end(making);

        assertThat(making.waitFor(SOON, TimeUnit.SECONDS)).isTrue();
        assertThat(making.descendants()).isEmpty();
    }

    private Path cache() {
        return home.resolve("chasqui-1.aot");
    }

    private void makeCache(String commands) throws IOException {
        ScriptRun.write(home.resolve("bin").resolve("make-cache"), "#!/bin/sh\n" + commands + "\n");
    }
}

package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The options of a program, and the end of one that does not answer. */
@EnabledOnOs(OS.LINUX)
class ProgramHelpTest {
    private static final String HELP = "echo '--slots  tells of slots'\n";

    private final StandIns standIns = new StandIns();
    @TempDir private Path folder;

    @AfterEach
    void nothingIsLeft() throws Exception {
        standIns.awaitEnd();
    }

    @Test
    void anOptionIsKnownByItsWholeName() throws Exception {
        ProgramHelp help = new ProgramHelp(program(HELP).toString());

        assertThat(help.hasOption("--slots", Map.of())).isTrue();
        assertThat(help.hasOption("--slot", Map.of())).isFalse();
    }

    @Test
    void oneThatCouldNotBeAskedIsAskedAnew() throws Exception {
        ProgramHelp help = new ProgramHelp(folder.resolve(standIns.mark()).toString());
        assertThat(help.hasOption("--slots", Map.of())).isFalse();

        program(HELP);

        assertThat(help.hasOption("--slots", Map.of())).isTrue();
    }

    @Test
    void oneThatHangsIsEndedWithAllThatItHasStarted() throws Exception {
        ProgramHelp help =
                new ProgramHelp(
                        program(HELP + "setsid sh -c 'sleep 600 & wait' MARK & sleep 600\n")
                                .toString(),
                        Duration.ofMillis(500));

        assertThat(help.hasOption("--slots", Map.of())).isFalse();
        standIns.awaitEnd();
    }

    @Test
    void whoAsksAtTheSameTimeSharesTheAnswer() throws Exception {
        Path asked = folder.resolve("asked");
        Path go = folder.resolve("go");
        ProgramHelp help =
                new ProgramHelp(
                        program(
                                        "echo >>%s; until [ -e %s ]; do sleep 0.05; done\n"
                                                        .formatted(asked, go)
                                                + HELP)
                                .toString());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> askers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                askers.add(threads.submit(() -> help.hasOption("--slots", Map.of())));
            }
            StandIns.await("the first question", () -> Files.exists(asked));
            Files.createFile(go);
            for (Future<Boolean> asker : askers) {
                assertThat(asker.get(30, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(Files.readAllLines(asked)).hasSize(1);
    }

    @Test
    void whoIsKilledWhileHeAsksLeavesNothing() throws Exception {
        Path begun = folder.resolve("begun");
        Path program =
                program("sh -c 'sleep 600 & wait' MARK & echo >%s; sleep 600\n".formatted(begun));
        Process server =
                new ProcessBuilder(StandIns.java(Asking.class, program.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            StandIns.await("the question", () -> Files.exists(begun));
        } finally {
            server.destroyForcibly();
        }

        standIns.awaitEnd();
        assertThat(standIns.alive()).isEmpty();
    }

    /**
     * Writes a program. The mark of all its processes is its name, for which {@code MARK} stands.
     */
    private Path program(String script) throws IOException {
        Path program = folder.resolve(standIns.mark());
        Files.writeString(program, "#!/bin/sh\n" + script.replace("MARK", standIns.mark()));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}

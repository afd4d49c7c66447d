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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The next start ends the processes that an earlier run has left, and no others. */
@EnabledOnOs(OS.LINUX)
class SpawnRecordsTest {
    private final List<Process> started = new ArrayList<>();
    private final StandIns standIns = new StandIns();
    @TempDir private Path folder;

    @AfterEach
    void end() throws Exception {
        for (Process one : started) {
            List<ProcessHandle> children = one.descendants().toList();
            one.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
        for (Process one : started) {
            one.waitFor(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aLeftoverGoesWithItsGroup() throws Exception {
        SpawnRecords before = new SpawnRecords(folder);
        SpawnRecords.Entry entry = before.open();
        ProcessIdentity leftover = leftover(entry.mark());
        entry.write(leftover);

        new SpawnRecords(folder).reap();

        assertThat(leftover.lives()).isFalse();
        standIns.awaitEnd();
        assertThat(folder.toFile().list()).containsExactly("instance");
    }

    @Test
    void oneThatCouldNotBeEndedIsEndedAtTheNextStart() throws Exception {
        SpawnRecords before = new SpawnRecords(folder);
        ProcessIdentity leftover;
        try (SpawnRecords.Entry entry = before.open()) {
            leftover = leftover(entry.mark());
            entry.write(leftover);
        }

        new SpawnRecords(folder).reap();

        assertThat(leftover.lives()).isFalse();
        assertThat(folder.toFile().list()).containsExactly("instance");
    }

    @Test
    void anInnocentWhoHasTheNumberOfALeftoverLives() throws Exception {
        SpawnRecords before = new SpawnRecords(folder);
        SpawnRecords.Entry entry = before.open();
        ProcessIdentity innocent = leftover(entry.mark());
        entry.write(new ProcessIdentity(innocent.pid(), innocent.start() - 1));

        new SpawnRecords(folder).reap();

        assertThat(innocent.lives()).isTrue();
        assertThat(folder.toFile().list()).containsExactly("instance");
    }

    @Test
    void oneWithoutOurMarkLives() throws Exception {
        try (SpawnRecords.Entry entry = new SpawnRecords(folder).open()) {
            ProcessIdentity innocent = leftover("chasqui-of-another-installation.1");
            entry.write(innocent);

            new SpawnRecords(folder).reap();

            assertThat(innocent.lives()).isTrue();
        }
    }

    @Test
    void aCopyOfTheFolderEndsNothingOfTheFirst() throws Exception {
        Path first = folder.resolve("first");
        Path copy = Files.createDirectory(folder.resolve("copy"));
        SpawnRecords.Entry entry = new SpawnRecords(first).open();
        ProcessIdentity living = leftover(entry.mark());
        entry.write(living);
        try (var files = Files.list(first)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }

        new SpawnRecords(copy).reap();

        assertThat(living.lives()).isTrue();
    }

    @Test
    void halfARecordIsNone() throws Exception {
        SpawnRecords records = new SpawnRecords(folder);
        for (String text : List.of("", "1", "1 2", "x y\n", "-1 0\n", "99999999999999999999 1\n")) {
            Files.writeString(folder.resolve("a.spawned"), text);

            records.reap();

            assertThat(folder.resolve("a.spawned")).doesNotExist();
        }
    }

    @Test
    void theMarkIsKeptAndNoTwoRunsAreTheSame() throws Exception {
        String one = new SpawnRecords(folder).open().mark();
        String other = new SpawnRecords(folder).open().mark();

        assertThat(one).isNotEqualTo(other).startsWith("chasqui-");
        assertThat(one.substring(0, one.indexOf('.')))
                .isEqualTo(other.substring(0, other.indexOf('.')));
    }

    /** Starts a process that leads a group, has a child in it, and has the variable. */
    private ProcessIdentity leftover(String variable) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "setsid",
                        "sh",
                        "-c",
                        "sh -c 'sleep 600; true' " + standIns.mark() + " & echo $$; wait",
                        standIns.mark());
        builder.environment().put(SpawnRecords.VARIABLE, variable);
        Process process = builder.start();
        started.add(process);
        long pid = Long.parseLong(process.inputReader().readLine());
        return ProcessIdentity.of(pid).orElseThrow();
    }
}

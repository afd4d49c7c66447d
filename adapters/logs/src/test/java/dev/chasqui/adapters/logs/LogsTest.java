package dev.chasqui.adapters.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Records that reach the log, and the outputs that they are written to. */
class LogsTest {
    private static final System.Logger LOGGER = System.getLogger("dev.chasqui.test");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stdout = new PrintStream(out, false, StandardCharsets.UTF_8);

    @TempDir Path folder;

    @Test
    void aSystemLoggerReachesStandardOutputAndTheFile() throws IOException {
        Path file = folder.resolve("logs/chasqui.log");
        try (Logs logs = open(System.Logger.Level.INFO, Optional.of(file))) {
            LOGGER.log(System.Logger.Level.INFO, "grüße {0}", "x");
            logs.flush();

            assertThat(written()).endsWith(" INFO    grüße x\n");
            assertThat(file).content(StandardCharsets.UTF_8).isEqualTo(written());
        }
    }

    @Test
    void recordsBelowTheLevelAreNotWritten() throws IOException {
        try (Logs logs = open(System.Logger.Level.WARNING, Optional.empty())) {
            LOGGER.log(System.Logger.Level.INFO, "unheard");
            LOGGER.log(System.Logger.Level.WARNING, "heard");
            logs.flush();
        }

        assertThat(written()).contains("heard").doesNotContain("unheard");
    }

    @Test
    void detailsAreWrittenWhereTheyAreAskedFor() throws IOException {
        try (Logs logs = open(System.Logger.Level.TRACE, Optional.empty())) {
            LOGGER.log(System.Logger.Level.TRACE, "detail");
            logs.flush();
        }

        assertThat(written()).endsWith(" TRACE   detail\n");
    }

    @Test
    void librariesAreHeardFromWarningOn() throws IOException {
        try (Logs logs = open(System.Logger.Level.DEBUG, Optional.empty())) {
            System.getLogger("io.helidon.webserver").log(System.Logger.Level.INFO, "chatter");
            System.getLogger("org.pf4j.Manager").log(System.Logger.Level.INFO, "chatter");
            System.getLogger("io.helidon.webserver").log(System.Logger.Level.WARNING, "news");
            logs.flush();
        }

        assertThat(written()).contains("news").doesNotContain("chatter");
    }

    @Test
    void aThreadThatIsInterruptedMayLogAndClosesNothing() throws IOException {
        Path file = folder.resolve("chasqui.log");
        try (Logs logs = open(System.Logger.Level.INFO, Optional.of(file))) {
            Thread.currentThread().interrupt();
            LOGGER.log(System.Logger.Level.INFO, "interrupted");
            assertThat(Thread.interrupted()).isTrue();

            LOGGER.log(System.Logger.Level.INFO, "afterwards");
            logs.flush();
        }

        assertThat(file).content().contains("interrupted", "afterwards");
    }

    @Test
    void closingWritesWhatIsLeft() throws IOException {
        Logs logs = open(System.Logger.Level.INFO, Optional.empty());
        LOGGER.log(System.Logger.Level.INFO, "last words");
        logs.close();
        logs.close();

        assertThat(written()).contains("last words");
    }

    @Test
    void aPatientManagerKeepsHandlersWhenTheJvmGoesDown() {
        PatientLogs manager = new PatientLogs();
        Logger logger = Logger.getAnonymousLogger();
        Handler handler = QueuedHandler.start(new JsonFormat(), List.of());
        logger.addHandler(handler);
        logger.setLevel(Level.INFO);

        manager.reset();

        assertThat(logger.getHandlers()).containsExactly(handler);
        handler.close();
    }

    private Logs open(System.Logger.Level level, Optional<Path> file) throws IOException {
        return Logs.open(
                level,
                new PrettyFormat(),
                Optional.of(stdout),
                file.map(path -> new LogFile(path, 1_000_000, 2)));
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }
}

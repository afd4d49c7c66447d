package dev.chasqui.bootstrap;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Kills of a server amid sessions: afterwards every acknowledged turn is there once, each time.
 * {@code -Dsession.kills=200} kills more often.
 */
class SessionKillTest {
    private static final int KILLS = Integer.getInteger("session.kills", 5);

    private static final int TELL_EVERY = 10;

    @TempDir private Path folder;

    @Test
    void withH2() throws Exception {
        killOften("");
    }

    @Test
    void withPostgres() throws Exception {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(machine.equals("Linux amd64"), "the build has binaries for that alone");
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .start()) {
            killOften(
                    """
                    ,"database":{"url":"jdbc:postgresql://127.0.0.1:%d/postgres","user":"postgres"}
                    """
                            .formatted(postgres.getPort()));
        }
    }

    private void killOften(String database) throws Exception {
        try (KilledSessions server = new KilledSessions(folder, database)) {
            for (int i = 0; i < KILLS; i++) {
                server.startAndCheck(false);
                server.talkAndKill(Duration.ofMillis(300 + 97L * i % 700));
                if (i % TELL_EVERY == TELL_EVERY - 1) {
                    System.out.println(server);
                }
            }
            server.startAndCheck(true);
        }
    }
}

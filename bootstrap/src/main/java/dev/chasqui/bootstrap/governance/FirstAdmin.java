package dev.chasqui.bootstrap.governance;

import dev.chasqui.application.callers.CallerAdmin;
import dev.chasqui.application.callers.CallerDirectory;
import dev.chasqui.application.callers.KeyDigest;
import dev.chasqui.application.callers.NewKeys;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;
import dev.chasqui.domain.files.PrivateFile;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The first administrator of a server that other machines can reach and that has no key yet. A
 * thread makes it as soon as the database has been read and has no user. Its key is in a file that
 * only the operator can read, and nowhere else.
 *
 * <p>Safe for use by several threads.
 */
final class FirstAdmin implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FirstAdmin.class.getName());

    /** The name of the administrator. */
    private static final String NAME = "admin";

    /** The name of the file with the key, beside the folder of the database. */
    static final String FILE = NAME + ".key";

    private static final Caller SERVER = Caller.anonymous("the first start");
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** The longest delay of a start. A database that is away does not delay it that long. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final CallerDirectory directory;
    private final CallerAdmin admin;
    private final Path file;

    /** The key: the same at each try, since one that seemed to fail may have been stored. */
    private final String secret = NewKeys.secret();

    /** True if the log says that the database is away; used by the thread alone. */
    private boolean told;

    private final CountDownLatch settled = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);

    private FirstAdmin(CallerDirectory directory, CallerAdmin admin, Path file) {
        this.directory = directory;
        this.admin = admin;
        this.file = file;
    }

    /**
     * Begins to make the administrator, and waits until there is one, or the database turns out to
     * be away; then it is made later.
     *
     * @param file the file for the key
     */
    static FirstAdmin begin(CallerDirectory directory, CallerAdmin admin, Path file) {
        FirstAdmin first = new FirstAdmin(directory, admin, file);
        directory.start();
        Thread.ofVirtual().name("first-admin").start(first::run);
        try {
            if (!first.settled.await(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.log(Level.WARNING, "the database is slow; an administrator is made later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return first;
    }

    private void run() {
        try {
            while (!isMade()) {
                settled.countDown();
                if (closing.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(
                    Level.ERROR,
                    "the key of a first administrator cannot be written to "
                            + file
                            + ", so none was made; make one on this machine by `chasqui users"
                            + " create NAME --role admin --key`",
                    e);
        } finally {
            settled.countDown();
        }
    }

    /** Returns true if there is a user, made just now or before. */
    private boolean isMade() throws IOException, InterruptedException {
        if (!directory.awaitRead()) {
            return false;
        }
        try {
            if (admin.stored().users().isEmpty()) {
                make();
            }
            return true;
        } catch (FailureException e) {
            // Another server of this database may have been first, so it is looked at again.
            if (e.failure() instanceof StoreAway && !told) {
                told = true;
                LOG.log(
                        Level.WARNING,
                        "no administrator yet: "
                                + e.getMessage()
                                + "; it is made when the database is back");
            }
            return false;
        }
    }

    /**
     * Makes the administrator. The key is written before it is stored: after a crash in between it
     * is worth nothing and is replaced, while a stored key that nobody knows would shut out all.
     */
    private void make() throws IOException {
        byte[] line = (secret + "\n").getBytes(StandardCharsets.UTF_8);
        long _ = PrivateFile.write(file, out -> out.write(line));
        try {
            var _ = admin.createFirstAdmin(SERVER, NAME, secret);
        } catch (FailureException e) {
            // A try before, which seemed to fail, may have stored it.
            if (admin.stored().keys().stream().noneMatch(key -> KeyDigest.isOf(secret, key))) {
                if (e.failure() instanceof Failure.Invalid) {
                    // Another server made a user just now, so this key will never be accepted.
                    Files.deleteIfExists(file);
                }
                throw e;
            }
        }
        LOG.log(
                Level.INFO,
                "other machines can reach this server, so it has made an administrator, '"
                        + NAME
                        + "'; the key is in "
                        + file.toAbsolutePath());
    }

    /** Ends the thread if the database was away until now. Idempotent. */
    @Override
    public void close() {
        closing.countDown();
    }
}

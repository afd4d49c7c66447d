package dev.chasqui.application.callers;

import dev.chasqui.application.port.callers.CallerStore;
import dev.chasqui.application.port.callers.CallerStore.Stored;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The stored users, teams and keys in memory, so that no request waits for the store. A thread
 * looks every half second for changes that other processes made. While the store is away, what was
 * read last holds.
 *
 * <p>Safe for use by several threads; {@link #start} and {@link #close} are called by the owner.
 */
public final class CallerDirectory implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CallerDirectory.class.getName());
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** The interval while the store has never been read, so that a start is not delayed. */
    private static final Duration FIRST_INTERVAL = Duration.ofMillis(50);

    /** The longest wait of a request for the first read, while nothing says that it will fail. */
    private static final Duration LONGEST_FIRST_READ = Duration.ofSeconds(5);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final CallerStore store;
    private final InstantSource clock;
    private final boolean mayHaveUsers;
    private final Runnable whenUsers;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch firstRead = new CountDownLatch(1);
    private volatile @Nullable CallerSnapshot snapshot;
    private volatile @Nullable Thread thread;
    private volatile boolean failing;

    /**
     * @param mayHaveUsers true if the store is taken to have users until it has been read, so that
     *     nobody is let in without a key meanwhile
     */
    public CallerDirectory(CallerStore store, InstantSource clock, boolean mayHaveUsers) {
        this(store, clock, mayHaveUsers, () -> {});
    }

    /**
     * @param mayHaveUsers as above
     * @param whenUsers called each time that the store is about to have users, or was read and has
     *     some
     */
    public CallerDirectory(
            CallerStore store, InstantSource clock, boolean mayHaveUsers, Runnable whenUsers) {
        this.store = store;
        this.clock = clock;
        this.mayHaveUsers = mayHaveUsers;
        this.whenUsers = whenUsers;
    }

    /** Makes a directory without users, which nobody starts. */
    public static CallerDirectory empty() {
        CallerDirectory empty =
                new CallerDirectory(new MemoryCallerStore(), InstantSource.system(), false);
        empty.refresh();
        return empty;
    }

    /**
     * Begins to read the store; does not wait for it. Idempotent. Not needed as long as the store
     * is empty and only this process changes it.
     */
    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("caller-refresh").start(this::run);
        }
    }

    private void run() {
        do {
            try {
                refreshIfChanged();
                failing = false;
            } catch (RuntimeException | Error e) {
                if (!failing) {
                    LOG.log(
                            Level.WARNING,
                            "users and keys cannot be read from the database now; those that are"
                                    + " known stay as they are: "
                                    + e.getMessage(),
                            e instanceof FailureException ? null : e);
                }
                failing = true;
            }
        } while (!isClosed());
    }

    private boolean isClosed() {
        Duration interval = snapshot == null ? FIRST_INTERVAL : INTERVAL;
        try {
            return closing.await(interval.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return closing.getCount() == 0;
        }
    }

    private void refreshIfChanged() {
        CallerSnapshot present = snapshot;
        if (present == null || present.stored().version() != store.version()) {
            refresh();
        }
    }

    /**
     * Reads the store now.
     *
     * @throws FailureException with {@code StoreAway} if the store cannot be used now
     */
    public synchronized void refresh() {
        know(store.load());
    }

    /**
     * Lets requests see a change that is stored. So they do if the store is lost just now.
     *
     * @param after everything after the change
     */
    synchronized void changed(Stored after) {
        try {
            refresh();
        } catch (FailureException e) {
            CallerSnapshot present = snapshot;
            if (present == null || present.stored().version() < after.version()) {
                know(after);
            }
        }
    }

    private synchronized void know(Stored stored) {
        CallerSnapshot read = new CallerSnapshot(stored);
        snapshot = read;
        firstRead.countDown();
        if (read.hasUsers()) {
            whenUsers.run();
        }
    }

    /**
     * Waits until the store has been read once.
     *
     * @return false if the time was over before
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean awaitFirstRead(Duration most) throws InterruptedException {
        return firstRead.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits until the store has been read once, or could not be read.
     *
     * @return true if it has been read
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean awaitRead() throws InterruptedException {
        long left = LONGEST_FIRST_READ.toNanos();
        while (left > 0 && !failing && !awaitFirstRead(FIRST_INTERVAL)) {
            left -= FIRST_INTERVAL.toNanos();
        }
        return snapshot != null;
    }

    CallerStore store() {
        return store;
    }

    InstantSource clock() {
        return clock;
    }

    /** Returns true if the store has users, or may have some and was not read yet. */
    boolean hasUsers() {
        CallerSnapshot present = soon();
        return present == null ? mayHaveUsers : present.hasUsers();
    }

    /** Returns true if the store has a key of an administrator, or may have one. */
    boolean hasAdminKey() {
        CallerSnapshot present = soon();
        return present == null ? mayHaveUsers : present.hasAdminKey();
    }

    /** Returns true if the store was read at least once. */
    boolean isRead() {
        return snapshot != null;
    }

    /**
     * Finds the holder of a key; empty if the key is unknown. While the store is read for the first
     * time, it waits, at most some seconds.
     *
     * @throws FailureException with {@code StoreAway} if the store may have keys and was never
     *     read, or if the key is not among those that were read and the store cannot be read now
     */
    Optional<CallerSnapshot.Holder> holder(KeyDigest digest) {
        CallerSnapshot present = mayHaveUsers ? present() : soon();
        Optional<CallerSnapshot.Holder> found =
                present == null ? Optional.empty() : present.of(digest);
        if (found.isEmpty() && failing) {
            // It may have been made since then.
            throw new FailureException(
                    new StoreAway(
                            "this key is not among those that the server knows, and the database"
                                    + " cannot be asked for it now; try again soon"));
        }
        return found;
    }

    /** Returns what was read last; waits for the first read if that is under way. */
    private @Nullable CallerSnapshot soon() {
        if (snapshot == null && thread != null) {
            waitForFirstRead();
        }
        return snapshot;
    }

    private void waitForFirstRead() {
        try {
            var _ = awaitRead();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Notes that the store is about to have users: a later start asks for keys, and a change of
     * which nobody knows whether it was made is read later.
     */
    void expectUsers() {
        whenUsers.run();
        start();
    }

    /**
     * Returns the stored users, teams and keys as requests see them; empty before the first read.
     */
    Optional<Stored> known() {
        return Optional.ofNullable(snapshot).map(CallerSnapshot::stored);
    }

    /** Returns the names of the stored users; none before the first read. */
    public Set<String> userNames() {
        return known().map(stored -> stored.users().keySet()).orElse(Set.of());
    }

    private CallerSnapshot present() {
        CallerSnapshot present = soon();
        if (present == null) {
            throw new FailureException(notRead());
        }
        return present;
    }

    /** Returns the failure of a request that needs the store before its first read. */
    static StoreAway notRead() {
        return new StoreAway(
                "the database cannot be used now, so the server knows only the keys of its config;"
                        + " try again soon");
    }

    /**
     * Returns the bounds of a caller; those of a caller without a stored key bound nothing. If its
     * key was removed after the request began, nothing is allowed any more.
     */
    public CallerGrants grants(Caller caller) {
        Optional<String> key = caller.identity().key();
        return key.isEmpty()
                ? CallerGrants.ALL
                : find(key.get()).map(CallerSnapshot.Holder::grants).orElse(CallerGrants.NOTHING);
    }

    /**
     * Returns the time when the user of a caller was made, since an earlier user may have had its
     * name; the beginning of time for a caller without a stored key. If its key was removed after
     * the request began, it is the present.
     */
    public Instant since(Caller caller) {
        return caller.identity()
                .key()
                .map(
                        key ->
                                find(key)
                                        .map(holder -> holder.user().created())
                                        .orElseGet(clock::instant))
                .orElse(Instant.EPOCH);
    }

    /**
     * Returns what the requests of a caller are counted for: its key, its user and the teams of the
     * user, as far as they have limits or budgets; nothing for a caller without a stored key.
     */
    public List<LimitedScope> scopes(Caller caller) {
        CallerSnapshot present = snapshot;
        return present == null
                ? List.of()
                : caller.identity()
                        .key()
                        .flatMap(present::ofId)
                        .map(CallerSnapshot.Holder::scopes)
                        .orElseGet(List::of);
    }

    private Optional<CallerSnapshot.Holder> find(String key) {
        return Optional.ofNullable(snapshot).flatMap(present -> present.ofId(key));
    }

    /** Returns true if a stored key, user or team has a budget; false before the first read. */
    public boolean hasBudget() {
        return known().filter(
                        known ->
                                known.keys().stream().anyMatch(key -> key.budget().isPresent())
                                        || known.users().values().stream()
                                                .anyMatch(user -> user.budget().isPresent())
                                        || known.teams().values().stream()
                                                .anyMatch(team -> team.budget().isPresent()))
                .isPresent();
    }

    /** Ends the thread. The store stays open. */
    @Override
    public void close() {
        closing.countDown();
        Thread reading = thread;
        if (reading == null) {
            return;
        }
        try {
            var _ = reading.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

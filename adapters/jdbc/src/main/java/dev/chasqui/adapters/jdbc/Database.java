package dev.chasqui.adapters.jdbc;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.chasqui.application.port.callers.AuditTrail;
import dev.chasqui.application.port.callers.Backups;
import dev.chasqui.application.port.callers.CallerStore;
import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.SpendStore;
import dev.chasqui.application.port.memory.FactStore;
import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;

import org.jdbi.v3.core.Handle;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The database of the server, and the stores in it.
 *
 * <p>One thread opens it, beside all else: at once if it is there, or may be; one that would be
 * empty only when it is used for the first time. It stays with it: when work fails, it looks
 * whether the database is still there, and if not, it closes all connections and opens it anew, as
 * often as it takes. While the database is opened for the first time, callers wait for it; while it
 * is away, they are told so at once. The work itself is done by {@link OwnerThreads}: writes one
 * after the other, reads beside them. Safe for use by several threads.
 */
public final class Database implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());

    private static final int READERS = 3;
    private static final int REPORTERS = 2;

    /** Those of the readers, the reporters, the writer, lengthy work and the probe. */
    private static final int CONNECTIONS = READERS + REPORTERS + 3;

    private static final Duration LENGTHY = Duration.ofMinutes(30);
    private static final Duration LONGEST_OPENING = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private final DatabasePlace place;
    private final OwnerThreads readers = new OwnerThreads("database-read", READERS);
    private final OwnerThreads reporters = new OwnerThreads("database-report", REPORTERS);
    private final OwnerThreads writer = new OwnerThreads("database-write", 1);
    private final OwnerThreads lengthy = new OwnerThreads("database-lengthy", 1, LENGTHY);
    private final Thread opener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private DatabaseState state = new DatabaseState.Opening();
    private Optional<Pool> pool = Optional.empty();
    private Optional<String> suspicion = Optional.empty();
    private boolean begun;
    private boolean closed;

    private Database(DatabasePlace place) {
        this.place = place;
        this.opener = Thread.ofPlatform().daemon().name("database-open").unstarted(this::keepOpen);
    }

    /** Begins to open a database unless it is not there yet, and returns at once. */
    public static Database open(DatabasePlace place) {
        Database database = new Database(place);
        if (place.mayExist()) {
            database.begin();
        }
        return database;
    }

    /**
     * Returns true if the database was there at the start or has been used, so it may hold
     * something.
     */
    public boolean isBegun() {
        lock.lock();
        try {
            return begun;
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        lock.lock();
        try {
            if (!begun && !closed) {
                begun = true;
                opener.start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns the users, teams and keys in it. */
    public CallerStore callers() {
        return new JdbcCallerStore(this);
    }

    /** Returns the ledger in it. */
    public Ledger ledger() {
        return new JdbcLedger(this);
    }

    /** Returns the money that budgets have spent in it. */
    public SpendStore spending() {
        return new JdbcSpendStore(this);
    }

    /** Returns the facts in it that users asked the server to remember. */
    public FactStore facts() {
        return new JdbcFactStore(this);
    }

    /** Returns the stored conversations in it. */
    public SessionStore sessions() {
        return new JdbcSessionStore(this);
    }

    /** Returns the audit entries in it. */
    public AuditTrail audit() {
        return new JdbcAuditTrail(this);
    }

    /** Returns the copies of it. */
    public Backups backups() {
        return new DatabaseBackups(this, place);
    }

    /** Returns its state. */
    public DatabaseState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** A piece of work with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Handle handle) throws SQLException;
    }

    /**
     * Reads.
     *
     * @throws FailureException with {@link StoreAway} if that cannot be done now
     */
    <T> T read(Work<T> work) {
        return call(readers, at -> at.jdbi().withHandle(work::on));
    }

    /**
     * Reads for a report, which callers may ask for in any number: it holds up no other work.
     *
     * @throws FailureException with {@link StoreAway} if that cannot be done now
     */
    <T> T report(Work<T> work) {
        return call(reporters, at -> at.jdbi().withHandle(work::on));
    }

    /**
     * Changes something in a transaction, all or nothing; one such work runs at a time.
     *
     * @throws FailureException with {@link StoreAway} if that cannot be done now; then it is not
     *     known whether it was done
     * @throws IllegalArgumentException if the work does, or the schema cannot hold the data
     */
    <T> T write(Work<T> work) {
        return call(writer, at -> at.jdbi().inTransaction(work::on));
    }

    /**
     * Does work that may take half an hour, beside all else.
     *
     * @throws FailureException with {@link StoreAway} if that cannot be done now
     */
    <T> T lengthy(Work<T> work) {
        return call(lengthy, at -> at.jdbi().withHandle(work::on));
    }

    /** A piece of work with the database while it is open. */
    @FunctionalInterface
    private interface Access<T> {
        T to(Pool pool) throws SQLException;
    }

    private <T> T call(OwnerThreads threads, Access<T> work) {
        awaitOpening();
        try {
            return threads.call(() -> work.to(present()));
        } catch (TimeoutException e) {
            String reason = "the database does not answer in time";
            suspect(reason);
            throw OwnerThreads.away(reason, e);
        } catch (ExecutionException e) {
            throw thrownBy(Objects.requireNonNull(e.getCause()));
        }
    }

    private RuntimeException thrownBy(Throwable cause) {
        Optional<RuntimeException> known = SqlReasons.toldAsItIs(cause);
        if (known.isPresent()) {
            return known.get();
        }
        suspect(SqlReasons.of(cause));
        return OwnerThreads.away("the database cannot do that now", cause);
    }

    /** Waits while the database is opened for the first time. */
    private void awaitOpening() {
        begin();
        lock.lock();
        try {
            long left = LONGEST_OPENING.toNanos();
            while (state instanceof DatabaseState.Opening && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (pool.isEmpty()) {
                throw OwnerThreads.away("the database cannot be reached");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OwnerThreads.away("the wait for the database was interrupted");
        } finally {
            lock.unlock();
        }
    }

    /** Returns the connections for work that begins now. */
    private Pool present() {
        lock.lock();
        try {
            return pool.orElseThrow(() -> OwnerThreads.away("the database cannot be reached"));
        } finally {
            lock.unlock();
        }
    }

    /** Has the opener look whether the database is still there. */
    private void suspect(String reason) {
        lock.lock();
        try {
            suspicion = Optional.of(reason);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void keepOpen() {
        Duration pause = FIRST_PAUSE;
        while (!isClosed()) {
            try {
                Pool opened = Pool.open(place, CONNECTIONS);
                found(opened);
                pause = FIRST_PAUSE;
                Optional<Throwable> lost = awaitLoss(opened);
                lost.ifPresent(this::lost);
                opened.close();
            } catch (SQLException | IOException | RuntimeException e) {
                lost(e);
            }
            pause(pause);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void found(Pool opened) {
        lock.lock();
        try {
            if (state instanceof DatabaseState.Away) {
                LOG.log(INFO, "{0} can be used again", place.name());
            }
            state = new DatabaseState.Open();
            pool = Optional.of(opened);
            suspicion = Optional.empty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void lost(Throwable cause) {
        DatabaseState next = new DatabaseState.Away(SqlReasons.of(cause));
        lock.lock();
        try {
            if (!closed && !state.equals(next)) {
                LOG.log(
                        WARNING,
                        "{0} cannot be used, and is tried again until it can: {1}",
                        place.name(),
                        SqlReasons.of(cause));
            }
            state = next;
            pool = Optional.empty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the database is found to be lost; empty if it is closed before. */
    private Optional<Throwable> awaitLoss(Pool opened) {
        String told = "";
        Optional<String> reason = awaitSuspicion();
        while (reason.isPresent()) {
            try {
                opened.probe();
                if (!told.equals(reason.get())) {
                    told = reason.get();
                    LOG.log(WARNING, "{0} is there, but: {1}", place.name(), told);
                }
                reason = awaitSuspicion();
            } catch (SQLException | RuntimeException e) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    /** Waits until something has failed; returns nothing when the database is closed. */
    private Optional<String> awaitSuspicion() {
        lock.lock();
        try {
            while (suspicion.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            Optional<String> reason = suspicion;
            suspicion = Optional.empty();
            return closed ? Optional.empty() : reason;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration length) {
        lock.lock();
        try {
            long left = length.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but to be done with it.
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the work that has begun end, and closes the database. Idempotent. */
    @Override
    public void close() {
        writer.close();
        readers.close();
        reporters.close();
        lengthy.close();
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = Thread.interrupted();
        try {
            boolean _ = !isBegun() || opener.join(LONGEST_OPENING);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.ConfigReader;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The watch over the config file: it says when what is in the file has changed.
 *
 * <pre>
 * ConfigWatch watch = ConfigWatch.of(named, environment);   before the config is read
 * …
 * watch.start(() -&gt; config.watchConfig(), reload::reloadUnasked);
 * …
 * watch.close();
 * </pre>
 *
 * <p>It looks again and again, since the ways in which a file is changed differ: it is written in
 * place, another is renamed over it, a link on its way is set to another folder. It acts when two
 * looks, one after the other, see the same, so that half of what is being written is not read. A
 * file that is gone changes nothing: most that are will be there again.
 *
 * <p>One thread looks; {@link #start} and {@link #close} are for the one who owns it.
 */
final class ConfigWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConfigWatch.class.getName());

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** How long {@link #close} waits for a change that is being acted on. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<Optional<Path>> file;
    private final Duration interval;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Thread thread;

    /** What was there when it was acted on last; always a file, but for the first. */
    private ConfigLook known;

    private ConfigLook last;
    private boolean toldGone;
    private boolean failing;

    /**
     * Takes the first look: what is in the file then counts as known.
     *
     * @param file the file that would be read now
     * @param interval the time between two looks
     */
    ConfigWatch(Supplier<Optional<Path>> file, Duration interval) {
        this.file = file;
        this.interval = interval;
        this.known = ConfigLook.at(file.get());
        this.last = known;
    }

    /**
     * A watch over the file that {@link ConfigReader} reads, which looks each second.
     *
     * @param named the file of the command line, if it names one
     * @param environment the environment's variables
     */
    static ConfigWatch of(Optional<Path> named, Map<String, String> environment) {
        return new ConfigWatch(() -> ConfigReader.find(named, environment), INTERVAL);
    }

    /**
     * Begins to watch; once.
     *
     * @param on whether a change is acted on; one that comes while it is not is passed over
     * @param changed acts on a change, on the thread that watches; what it throws is logged
     */
    void start(BooleanSupplier on, Runnable changed) {
        thread = Thread.ofVirtual().name("config-watch").start(() -> watch(on, changed));
    }

    private void watch(BooleanSupplier on, Runnable changed) {
        while (!isClosed()) {
            try {
                look(on, changed);
                failing = false;
            } catch (RuntimeException | Error e) {
                if (!failing) {
                    LOG.log(Level.WARNING, "a change of the config file could not be seen to", e);
                }
                failing = true;
            }
        }
    }

    /** Waits for the time of the next look; an interrupt is no reason to end. */
    private boolean isClosed() {
        try {
            return closing.await(interval.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return closing.getCount() == 0;
        }
    }

    /** Takes a look, and acts if it is the second that sees a change. */
    void look(BooleanSupplier on, Runnable changed) {
        ConfigLook now = ConfigLook.at(file.get());
        boolean settled = now.equals(last);
        last = now;
        if (!settled) {
            return;
        }
        if (!now.isThere()) {
            tellGone(on);
            return;
        }
        toldGone = false;
        if (now.saysTheSameAs(known)) {
            return;
        }
        known = now;
        if (on.getAsBoolean()) {
            changed.run();
        }
    }

    private void tellGone(BooleanSupplier on) {
        if (known.isThere() && !toldGone && on.getAsBoolean()) {
            LOG.log(Level.WARNING, "the config file is gone; the server goes on as it was");
            toldGone = true;
        }
    }

    /** Ends the watch, after a change that is being acted on. */
    @Override
    public void close() {
        closing.countDown();
        Thread watching = thread;
        if (watching == null || watching.equals(Thread.currentThread())) {
            return;
        }
        try {
            var _ = watching.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.ConfigReader;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A watch over the config file, which acts on each change of its content.
 *
 * <pre>
 * ConfigWatch watch = ConfigWatch.of(named, environment);   before the config is read
 * …
 * watch.start(() -&gt; config.watchConfig(), reload::reloadUnasked);
 * …
 * watch.close();
 * </pre>
 *
 * <p>It polls the file, since a file is changed in different ways: it is written in place, another
 * one is renamed over it, or a link on its path is set to another folder. It acts once two
 * successive polls have seen the same state, so that no half-written file is read. The removal of
 * the file is no change, since most files that are removed are soon replaced.
 *
 * <p>One thread polls; {@link #start} and {@link #close} are called by the owner alone.
 */
final class ConfigWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConfigWatch.class.getName());

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Supplier<Optional<Path>> file;
    private final Poller poller;

    /** The state on which it acted last; a file exists in it, except perhaps in the first. */
    private ConfigFileState known;

    private ConfigFileState last;
    private boolean warnedOfRemoval;

    /**
     * Reads the first state, whose content then counts as known.
     *
     * @param file finds the file that would be read now
     * @param interval the time between two polls
     */
    ConfigWatch(Supplier<Optional<Path>> file, Duration interval) {
        this.file = file;
        this.poller =
                new Poller(
                        "config-watch",
                        "a change of the config file could not be handled",
                        interval);
        this.known = ConfigFileState.read(file.get());
        this.last = known;
    }

    /**
     * Returns a watch over the file that {@link ConfigReader} reads, with one poll a second.
     *
     * @param named the file that the command line names, if it names one
     * @param environment the environment's variables
     */
    static ConfigWatch of(Optional<Path> named, Map<String, String> environment) {
        return new ConfigWatch(() -> ConfigReader.find(named, environment), INTERVAL);
    }

    /**
     * Starts the watch. To be called once.
     *
     * @param on returns true if a change shall be acted on; otherwise the change is skipped for
     *     good
     * @param changed acts on a change, on the watching thread; its exceptions are logged
     */
    void start(BooleanSupplier on, Runnable changed) {
        poller.start(() -> poll(on, changed));
    }

    /** Polls once, and acts if this is the second poll that sees a change. */
    void poll(BooleanSupplier on, Runnable changed) {
        ConfigFileState now = ConfigFileState.read(file.get());
        boolean settled = now.equals(last);
        last = now;
        if (!settled) {
            return;
        }
        if (!now.exists()) {
            warnOfRemoval(on);
            return;
        }
        warnedOfRemoval = false;
        if (now.hasSameContent(known)) {
            return;
        }
        known = now;
        if (on.getAsBoolean()) {
            changed.run();
        }
    }

    private void warnOfRemoval(BooleanSupplier on) {
        if (known.exists() && !warnedOfRemoval && on.getAsBoolean()) {
            LOG.log(Level.WARNING, "the config file is gone; the server goes on as it was");
            warnedOfRemoval = true;
        }
    }

    /** Stops the watch after a change that is being acted on has been handled. */
    @Override
    public void close() {
        poller.close();
    }
}

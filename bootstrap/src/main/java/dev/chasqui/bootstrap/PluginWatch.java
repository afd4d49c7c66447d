package dev.chasqui.bootstrap;

import dev.chasqui.adapters.pf4j.jars.FolderState;
import dev.chasqui.bootstrap.check.PluginFolders;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A watch over the plug-in folders, which acts when a jar was dropped in, replaced or removed.
 *
 * <pre>
 * PluginWatch watch = PluginWatch.of(folders);   before the jars are loaded
 * …
 * watch.start(() -&gt; config.watchPlugins(), agents::refresh);
 * …
 * watch.close();
 * </pre>
 *
 * <p>It polls the folders, and acts once two successive polls have seen the same state, so that a
 * jar that is being copied is left alone. What changes while the watch is off is acted on when it
 * is on again, since the folders, not their changes, count.
 *
 * <p>One thread polls; {@link #start} and {@link #close} are called by the owner alone.
 */
final class PluginWatch implements AutoCloseable {
    /** The time between two polls: a change takes effect after two, within two seconds. */
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Supplier<FolderState> folders;
    private final Poller poller;

    /** The state on which it acted last. */
    private FolderState known;

    private FolderState last;

    /**
     * Reads the first state, which then counts as known.
     *
     * @param folders reads the state of the folders
     * @param interval the time between two polls
     */
    PluginWatch(Supplier<FolderState> folders, Duration interval) {
        this.folders = folders;
        this.poller =
                new Poller(
                        "plugin-watch", "a change of the plug-ins could not be handled", interval);
        this.known = folders.get();
        this.last = known;
    }

    /** Returns a watch with two polls a second. */
    static PluginWatch of(PluginFolders folders) {
        List<Path> all = folders.all();
        return new PluginWatch(() -> FolderState.read(all), INTERVAL);
    }

    /**
     * Starts the watch. To be called once.
     *
     * @param on returns true if changes shall be acted on
     * @param changed acts on a change, on the watching thread; its exceptions are logged
     */
    void start(BooleanSupplier on, Runnable changed) {
        poller.start(() -> poll(on, changed));
    }

    /** Polls once, and acts if this is the second poll that sees a change. */
    void poll(BooleanSupplier on, Runnable changed) {
        if (!on.getAsBoolean()) {
            return;
        }
        FolderState now = folders.get();
        boolean settled = now.equals(last);
        last = now;
        if (settled && !now.equals(known)) {
            known = now;
            changed.run();
        }
    }

    /** Stops the watch after a change that is being acted on has been handled. */
    @Override
    public void close() {
        poller.close();
    }
}

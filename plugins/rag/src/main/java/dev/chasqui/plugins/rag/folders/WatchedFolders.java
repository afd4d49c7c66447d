package dev.chasqui.plugins.rag.folders;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The watched folders of the config, and the thread that looks at them again and again. It is not
 * interrupted, since an interrupt would close Lucene's files. Safe for use by several threads.
 */
public final class WatchedFolders implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WatchedFolders.class.getName());

    /** The longest time for which a close waits for the file that is being read. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<WatchedFolder> folders;
    private final Duration pause;
    private final Cancellation closing = new Cancellation();
    private final Thread thread;
    private boolean closed;

    /**
     * @param folders the folder of each collection
     * @param pause the time between the end of a look and the next one
     */
    public WatchedFolders(
            Map<String, Path> folders, Duration pause, Collections store, DocumentIntake intake) {
        this.folders =
                folders.entrySet().stream()
                        .map(
                                entry ->
                                        new WatchedFolder(
                                                new CollectionName(entry.getKey()),
                                                entry.getValue().toAbsolutePath().normalize(),
                                                store,
                                                intake))
                        .toList();
        this.pause = pause;
        this.thread = Thread.ofPlatform().name("rag-folders").daemon().unstarted(this::run);
    }

    /** Starts the thread, if there are folders. */
    public void start() {
        if (!folders.isEmpty()) {
            thread.start();
        }
    }

    /** Returns the state of a collection's folder; empty if none is watched. */
    public Optional<FolderReport> report(String collection) {
        return folders.stream()
                .filter(folder -> folder.collection().value().equals(collection))
                .map(WatchedFolder::report)
                .findFirst();
    }

    /** Ends the thread; waits for the file that it reads to be given up. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        closing.cancel();
        if (folders.isEmpty()) {
            return;
        }
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosed()) {
            for (WatchedFolder folder : folders) {
                try {
                    folder.scan(closing);
                } catch (RuntimeException e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "the folder of collection '" + folder.collection() + "'",
                            e);
                }
            }
            awaitNext();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void awaitNext() {
        long end = System.nanoTime() + pause.toNanos();
        try {
            for (long left = pause.toMillis(); left > 0 && !closed; ) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            // Not expected, since no code interrupts this thread.
            closed = true;
        }
    }
}

package dev.chasqui.plugins.rag.store;

import java.util.Collection;

/**
 * The thread that finds out which collections cannot be read, before somebody asks: each one once
 * at the start, and those that were damaged again whenever somebody wants to know how they are. It
 * sleeps otherwise. Nobody interrupts it, since that would close files for everybody. Safe for many
 * threads.
 */
final class Checkup {
    private final Collection<CollectionReader> readers;
    private final Thread thread;
    private boolean wanted;
    private boolean stopping;

    /**
     * @param readers those that there are; may change
     */
    Checkup(Collection<CollectionReader> readers) {
        this.readers = readers;
        this.thread = Thread.ofPlatform().name("rag-checkup").daemon().unstarted(this::run);
        // Lucene may look for its codecs by this; they are in the plug-in's jar.
        thread.setContextClassLoader(Checkup.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** Has the damaged ones looked at again, soon. */
    synchronized void again() {
        wanted = true;
        notifyAll();
    }

    /** Ends it. Waits until it is done with the collection that it looks at. */
    void stop() {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        look(false);
        while (awaitWish()) {
            look(true);
        }
    }

    private void look(boolean damagedOnly) {
        for (CollectionReader reader : readers) {
            if (isStopping()) {
                return;
            }
            if (!damagedOnly || reader.isBroken()) {
                reader.check();
            }
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private synchronized boolean awaitWish() {
        while (!wanted && !stopping) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Nobody has a reason to.
                return false;
            }
        }
        wanted = false;
        return !stopping;
    }
}

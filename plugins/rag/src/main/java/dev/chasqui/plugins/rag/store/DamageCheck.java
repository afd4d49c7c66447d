package dev.chasqui.plugins.rag.store;

import java.util.Collection;
import java.util.function.Consumer;

/**
 * The thread that checks collections for damage before a request meets it. It checks every
 * collection once at the start, and the damaged ones again whenever {@link #again} is called; it
 * waits in between. No code interrupts it, since an interrupt would close Lucene's files for all
 * threads. Safe for use by several threads.
 */
final class DamageCheck {
    private final Collection<CollectionReader> readers;
    private final Consumer<CollectionReader> whole;
    private final Thread thread;
    private boolean requested;
    private boolean stopping;

    /**
     * @param readers a live view of all collections
     * @param whole is called once for each one without damage, by the thread
     */
    DamageCheck(Collection<CollectionReader> readers, Consumer<CollectionReader> whole) {
        this.readers = readers;
        this.whole = whole;
        this.thread = Thread.ofPlatform().name("rag-checkup").daemon().unstarted(this::run);
        // Lucene may search its codecs with this loader; they are in the plug-in's jar.
        thread.setContextClassLoader(DamageCheck.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** Requests another check of the damaged collections, and returns at once. */
    synchronized void again() {
        requested = true;
        notifyAll();
    }

    /** Ends the thread. Waits until it is done with the collection that it checks. */
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
        check(false);
        while (awaitRequest()) {
            check(true);
        }
    }

    private void check(boolean damagedOnly) {
        for (CollectionReader reader : readers) {
            if (isStopping()) {
                return;
            }
            if (!damagedOnly || reader.isBroken()) {
                reader.check();
            }
            if (!damagedOnly && !reader.isBroken()) {
                whole.accept(reader);
            }
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private synchronized boolean awaitRequest() {
        while (!requested && !stopping) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Not expected, since no code interrupts this thread.
                return false;
            }
        }
        requested = false;
        return !stopping;
    }
}

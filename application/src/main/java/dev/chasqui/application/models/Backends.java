package dev.chasqui.application.models;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.BackendFinder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The backends in the order of preference; the built-in ones are last.
 *
 * <p>They come from the config. If it names none, they are the servers found on this machine; the
 * search is repeated at an interval. Safe for use by several threads.
 */
public final class Backends implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Backends.class.getName());

    private final List<Backend> builtIn;
    private volatile List<Backend> all;
    private volatile boolean closed;

    private Backends(List<Backend> configured, List<Backend> builtIn) {
        this.builtIn = List.copyOf(builtIn);
        this.all = withBuiltIn(configured);
    }

    /** Makes the backends of the config. */
    public static Backends configured(List<Backend> configured, Backend... builtIn) {
        return new Backends(configured, List.of(builtIn));
    }

    /** Searches for backends now, and again each time the interval has passed. */
    public static Backends found(BackendFinder finder, Duration interval, Backend... builtIn) {
        Backends backends = new Backends(finder.find(), List.of(builtIn));
        Thread.ofVirtual()
                .name("backend-finder")
                .start(() -> backends.searchRepeatedly(finder, interval));
        return backends;
    }

    /** Returns a snapshot of all backends. */
    public List<Backend> all() {
        return all;
    }

    /** Returns the built-in backends. */
    List<Backend> builtIn() {
        return builtIn;
    }

    /** Returns all backends but the built-in ones. */
    List<Backend> servers() {
        List<Backend> backends = all;
        return backends.subList(0, backends.size() - builtIn.size());
    }

    private void searchRepeatedly(BackendFinder finder, Duration interval) {
        while (!closed) {
            try {
                synchronized (this) {
                    wait(interval.toMillis());
                }
                if (!closed) {
                    replace(finder.find());
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                // Errors are caught, too: without this thread no new backend would be found.
                LOG.log(System.Logger.Level.ERROR, "the search for backends failed", e);
            }
        }
    }

    private void replace(List<Backend> found) {
        List<Backend> before = all;
        List<Backend> now = withBuiltIn(found);
        if (now.equals(before)) {
            return;
        }
        all = now;
        for (Backend backend : now) {
            if (!before.contains(backend)) {
                LOG.log(System.Logger.Level.INFO, "found backend " + backend.name());
            }
        }
        for (Backend backend : before) {
            if (!now.contains(backend)) {
                LOG.log(System.Logger.Level.INFO, "backend " + backend.name() + " is gone");
            }
        }
    }

    private List<Backend> withBuiltIn(List<Backend> others) {
        List<Backend> list = new ArrayList<>(others);
        list.addAll(builtIn);
        return List.copyOf(list);
    }

    /** Ends the search. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}

package dev.chasqui.application.models;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.BackendFinder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The backends that there are, in the order in which they are preferred; the built-in one is last.
 *
 * <p>They come from the config; where it names none, they are what is found on this machine, looked
 * for again and again. Safe for use by several threads.
 */
public final class Backends implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Backends.class.getName());

    private final Backend builtIn;
    private volatile List<Backend> all;
    private volatile boolean closed;

    private Backends(List<Backend> configured, Backend builtIn) {
        this.builtIn = builtIn;
        this.all = withBuiltIn(configured);
    }

    /** Those of the config. */
    public static Backends configured(List<Backend> configured, Backend builtIn) {
        return new Backends(configured, builtIn);
    }

    /** Those that are found now, and then again each time the interval has passed. */
    public static Backends found(BackendFinder finder, Backend builtIn, Duration interval) {
        Backends backends = new Backends(finder.find(), builtIn);
        Thread.ofVirtual().name("backend-finder").start(() -> backends.look(finder, interval));
        return backends;
    }

    /** All of them; a snapshot. */
    public List<Backend> all() {
        return all;
    }

    /** The one that is built in. */
    Backend builtIn() {
        return builtIn;
    }

    /** All but the one that is built in. */
    List<Backend> servers() {
        List<Backend> backends = all;
        return backends.subList(0, backends.size() - 1);
    }

    private void look(BackendFinder finder, Duration interval) {
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
                // Also if it is an error: without this thread no backend is found any more.
                LOG.log(System.Logger.Level.ERROR, "looking for backends failed", e);
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
        list.add(builtIn);
        return List.copyOf(list);
    }

    /** Ends the looking. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}

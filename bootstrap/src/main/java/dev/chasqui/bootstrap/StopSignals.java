package dev.chasqui.bootstrap;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The signals that tell the process to end: SIGTERM, and SIGINT, which Ctrl-C sends.
 *
 * <p>The first is waited for, so that the process ends as it likes; the second ends it at once. A
 * shutdown hook would see the first alone, and could not say that all went well: the virtual
 * machine exits with 143. The class for it, {@code sun.misc.Signal}, is in every JDK, in the module
 * {@code jdk.unsupported}; it is reached by reflection since the compiler warns of each use of it
 * in a way that cannot be suppressed.
 */
final class StopSignals {
    private static final System.Logger LOG = System.getLogger(StopSignals.class.getName());
    private static final List<String> NAMES = List.of("TERM", "INT");

    private final CountDownLatch told = new CountDownLatch(1);
    private final Runnable again;

    /**
     * Begins to take them.
     *
     * @param again runs at the second and each later one
     */
    StopSignals(Runnable again) {
        this.again = again;
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours =
                    Proxy.newProxyInstance(
                            StopSignals.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, method, arguments) -> {
                                if (method.getName().equals("handle")) {
                                    told();
                                }
                                return null;
                            });
            for (String name : NAMES) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
            }
        } catch (InvocationTargetException e) {
            // With -Xrs signals are not the virtual machine's, and end it as the system likes.
            LOG.log(System.Logger.Level.DEBUG, "signals are not handled", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("every JDK has jdk.unsupported", e);
        }
    }

    private synchronized void told() {
        if (told.getCount() == 0) {
            again.run();
        }
        told.countDown();
    }

    /** Waits for the first. */
    void await() throws InterruptedException {
        told.await();
    }
}

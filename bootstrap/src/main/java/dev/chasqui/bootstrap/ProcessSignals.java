package dev.chasqui.bootstrap;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The handlers of signals that the system sends to this process. Each signal is handled on a thread
 * of its own.
 *
 * <p>The JDK's class for signals, {@code sun.misc.Signal}, is in every JDK, in the module {@code
 * jdk.unsupported}. It is used by reflection, since the compiler's warning about each use of it
 * cannot be suppressed.
 */
final class ProcessSignals {
    private static final System.Logger LOG = System.getLogger(ProcessSignals.class.getName());

    private ProcessSignals() {}

    /**
     * Starts to handle a signal, in place of its handler until now.
     *
     * <p>Nothing changes if the JVM does not control the signal: with {@code -Xrs} the system does,
     * and a signal that was ignored when the process began, as with {@code nohup}, stays ignored.
     *
     * @param name the signal's name, such as {@code TERM}
     * @param taken runs each time the signal comes
     */
    static void take(String name, Runnable taken) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours =
                    Proxy.newProxyInstance(
                            ProcessSignals.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, method, _) -> {
                                if (method.getName().equals("handle")) {
                                    taken.run();
                                }
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (InvocationTargetException e) {
            LOG.log(System.Logger.Level.DEBUG, "SIG" + name + " is not handled", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("every JDK has jdk.unsupported", e);
        }
    }
}

package dev.chasqui.bootstrap;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The signals that the system sends to this process, each on a thread of its own.
 *
 * <p>The class for them, {@code sun.misc.Signal}, is in every JDK, in the module {@code
 * jdk.unsupported}; it is reached by reflection since the compiler warns of each use of it in a way
 * that cannot be suppressed.
 */
final class ProcessSignals {
    private static final System.Logger LOG = System.getLogger(ProcessSignals.class.getName());

    private ProcessSignals() {}

    /**
     * Begins to take a signal, from whoever took it until now.
     *
     * <p>It stays as it was where the virtual machine does not have it: with {@code -Xrs} it is the
     * system's, and one that was ignored when the process began, as with {@code nohup}, stays so.
     *
     * @param name such as {@code TERM}
     * @param taken runs whenever it comes
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

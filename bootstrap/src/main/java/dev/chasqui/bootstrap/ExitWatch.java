package dev.chasqui.bootstrap;

import dev.chasqui.domain.text.Printable;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A watch over calls of {@code System.exit} while a server runs, when no code has reason to make
 * one. It reports the caller before the process ends.
 *
 * <p>The JDK reports each such call, with the stack of its caller, to a logger of its own. It does
 * not report {@code Runtime.halt}.
 */
final class ExitWatch extends Handler implements AutoCloseable {
    private final Consumer<String> lines;

    /**
     * The logger of the JDK. It is held here, since a logger that nobody holds is collected with
     * its level.
     */
    private final Logger exits = Logger.getLogger("java.lang.Runtime");

    /**
     * Starts the watch.
     *
     * @param lines takes the report of a call, before the process ends
     */
    static ExitWatch open(Consumer<String> lines) {
        ExitWatch watch = new ExitWatch(lines);
        watch.exits.setLevel(Level.FINE);
        watch.exits.setUseParentHandlers(false);
        watch.exits.addHandler(watch);
        return watch;
    }

    private ExitWatch(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void publish(LogRecord exit) {
        String caller =
                Optional.ofNullable(exit.getThrown()).stream()
                        .flatMap(thrown -> Arrays.stream(thrown.getStackTrace()))
                        .filter(frame -> !isOfTheJdk(frame))
                        .findFirst()
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                        .orElse("the JDK");
        String line =
                "chasqui: "
                        + caller
                        + ", on the thread "
                        + Thread.currentThread().getName()
                        + ", called System.exit, which ends the server";
        lines.accept(Printable.of(line));
    }

    private static boolean isOfTheJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    /** Does nothing: no record is buffered. */
    @Override
    public void flush() {}

    /** Ends the watch and restores the logger. */
    @Override
    public void close() {
        exits.removeHandler(this);
        exits.setUseParentHandlers(true);
        exits.setLevel(null);
    }
}

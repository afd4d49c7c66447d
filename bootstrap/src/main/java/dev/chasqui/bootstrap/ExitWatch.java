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
 * The watch over calls of {@code System.exit} while a server serves, when none is in order: it says
 * who called before the process ends.
 *
 * <p>The JDK tells of each such call, with the stack of its caller, a logger of its own. Of {@code
 * Runtime.halt} it does not.
 */
final class ExitWatch extends Handler implements AutoCloseable {
    private final Consumer<String> lines;

    /** Held here, since loggers are forgotten with their level when nobody holds them. */
    private final Logger exits = Logger.getLogger("java.lang.Runtime");

    /**
     * Begins to watch.
     *
     * @param lines takes what it has to say, at once
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

    /** Nothing is kept back. */
    @Override
    public void flush() {}

    /** Ends the watch. */
    @Override
    public void close() {
        exits.removeHandler(this);
        exits.setUseParentHandlers(true);
        exits.setLevel(null);
    }
}

package dev.chasqui.adapters.logs;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The text of stack traces. */
final class StackTraces {
    private StackTraces() {}

    /**
     * Returns the text that {@link Throwable#printStackTrace()} prints, with {@code \n} at the end
     * of each line.
     */
    static String text(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}

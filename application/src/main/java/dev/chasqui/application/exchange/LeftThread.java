package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Step;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The report of a thread that hangs in an agent. */
final class LeftThread {
    private static final System.Logger LOG = System.getLogger(LeftThread.class.getName());
    private static final int MOST_FRAMES = 40;

    private LeftThread() {}

    /** Logs the stack of the thread, which holds no content. */
    static void report(Step step, Thread thread) {
        String end =
                step.trusted()
                        ? "its jar is trusted, so its request waits for it"
                        : "its request ends without it, and the thread is left behind";
        LOG.log(
                System.Logger.Level.ERROR,
                "agent ''{0}'' does not stop, though what it holds was closed and its thread was"
                        + " interrupted; {1}; it hangs here:{2}",
                step.name(),
                end,
                stack(thread));
    }

    private static String stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(MOST_FRAMES)
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining());
    }
}

package dev.chasqui.application.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The report of the places in an agent's code from which an exception came. Classes and places are
 * no content; the messages of exceptions may be, so they are left out.
 */
final class ThrownPlaces {
    private static final System.Logger LOG = System.getLogger(ThrownPlaces.class.getName());
    private static final int MOST_FRAMES = 8;
    private static final int MOST_CAUSES = 3;

    /** The packages whose code calls agents. */
    private static final List<String> CALLERS =
            List.of("dev.chasqui.application.", "dev.chasqui.domain.agent.");

    private ThrownPlaces() {}

    /** Logs the class of what an agent threw, with its places in the agent's code. */
    static void report(String agent, String exchange, Throwable thrown) {
        LOG.log(
                System.Logger.Level.WARNING,
                "agent ''{0}'' threw {1}, in the exchange {2}",
                agent,
                described(thrown),
                exchange);
    }

    private static String described(Throwable thrown) {
        StringBuilder text = new StringBuilder(one(thrown));
        Throwable cause = thrown.getCause();
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            text.append("; caused by ").append(one(cause));
            cause = cause.getCause();
        }
        return text.toString();
    }

    private static String one(Throwable thrown) {
        StackTraceElement[] all = thrown.getStackTrace();
        List<StackTraceElement> own =
                Arrays.stream(all)
                        .filter(frame -> frame.getModuleName() == null)
                        .dropWhile(ThrownPlaces::isOfCaller)
                        .takeWhile(frame -> !isOfCaller(frame))
                        .toList();
        String places =
                (own.isEmpty() ? Arrays.stream(all) : own.stream())
                        .limit(MOST_FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(", "));
        String name = thrown.getClass().getName();
        return places.isEmpty() ? name : name + " at " + places;
    }

    private static boolean isOfCaller(StackTraceElement frame) {
        return CALLERS.stream().anyMatch(frame.getClassName()::startsWith);
    }
}

package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.failure.FailureException;

import org.pf4j.PluginRuntimeException;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;

/** The reason for which a jar cannot be used, in words. */
final class FailureText {
    private static final String LOADER = FailureText.class.getPackageName() + ".";

    private FailureText() {}

    static String of(Throwable thrown) {
        Throwable cause = cause(thrown);
        String place = place(cause.getStackTrace()).map(frame -> " at " + frame).orElse("");
        return describe(cause, "(" + cause + ")" + place);
    }

    /** Returns the innermost place that is neither in the JDK nor in the loader of plug-ins. */
    static Optional<StackTraceElement> place(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(frame -> frame.getModuleName() == null)
                .filter(frame -> !frame.getClassName().startsWith(LOADER))
                .findFirst();
    }

    /**
     * Returns the reason for callers of the server. It leaves out the text of an unexpected
     * exception, which may hold paths.
     */
    static String brief(Throwable thrown) {
        Throwable cause = cause(thrown);
        return describe(cause, "(" + cause.getClass().getSimpleName() + ")");
    }

    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean wraps =
                thrown instanceof ExecutionException
                        || thrown instanceof InvocationTargetException
                        || thrown instanceof PluginRuntimeException
                        || thrown instanceof ServiceConfigurationError
                        || thrown instanceof ExceptionInInitializerError;
        return wraps && cause != null ? cause(cause) : thrown;
    }

    private static String describe(Throwable thrown, String unforeseen) {
        String message = String.valueOf(thrown.getMessage());
        return switch (thrown) {
            case FailureException known -> message;
            case IllegalArgumentException refused -> message;
            case SecurityException refused -> message;
            case ServiceConfigurationError badService -> message;
            case ZipException notAJar -> "it is not a jar, or not complete (" + message + ")";
            case TimeoutException late ->
                    late.getMessage() == null ? "it was not done in time" : message;
            case AccessDeniedException unreadable -> "it may not be read (permission denied)";
            case NoSuchFileException gone -> "it was removed meanwhile";
            case UnsupportedClassVersionError newer ->
                    "it was compiled for a newer Java than "
                            + Runtime.version().feature()
                            + " ("
                            + message
                            + ")";
            case NoClassDefFoundError missing -> missingClass(message);
            case ClassNotFoundException missing -> missingClass(message);
            case LinkageError stale ->
                    "it was compiled against another version of what it uses (" + stale + ")";
            default -> "it failed " + unforeseen;
        };
    }

    private static String missingClass(String name) {
        return "it needs "
                + name.replace('/', '.')
                + ", which is neither in the jar nor part of the contract";
    }
}

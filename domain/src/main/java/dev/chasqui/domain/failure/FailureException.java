package dev.chasqui.domain.failure;

/**
 * The exception that carries a {@link Failure} up to the code that can answer it.
 *
 * <p>It has no stack trace: a failure is an outcome, not a bug, and often one of many.
 */
public final class FailureException extends RuntimeException {
    private final transient Failure failure;

    public FailureException(Failure failure) {
        this(failure, null);
    }

    public FailureException(Failure failure, @org.jspecify.annotations.Nullable Throwable cause) {
        super(failure.message(), cause, false, false);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}

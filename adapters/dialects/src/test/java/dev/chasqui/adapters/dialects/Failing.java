package dev.chasqui.adapters.dialects;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions about code that must fail. */
public final class Failing {
    private Failing() {}

    /** Runs the code and returns the failure that it ends with. */
    public static Failure failure(ThrowingCallable code) {
        FailureException thrown = catchThrowableOfType(FailureException.class, code);
        if (thrown == null) {
            throw new AssertionError("expected a FailureException");
        }
        return thrown.failure();
    }
}

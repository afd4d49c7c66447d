package dev.chasqui.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> closed = new ArrayList<>();

    @Test
    void cancellingClosesTheLastRegisteredFirst() {
        cancellation.onCancel(() -> closed.add("connection"));
        cancellation.onCancel(() -> closed.add("branch"));

        cancellation.cancel();

        assertThat(closed).containsExactly("branch", "connection");
        assertThat(cancellation.isCancelled()).isTrue();
    }

    @Test
    void aCloserRunsOnce() {
        cancellation.onCancel(() -> closed.add("connection"));

        cancellation.cancel();
        cancellation.cancel();

        assertThat(closed).containsExactly("connection");
    }

    @Test
    void aCloserThatWasTakenBackDoesNotRun() {
        var registration = cancellation.onCancel(() -> closed.add("connection"));

        registration.close();
        cancellation.cancel();

        assertThat(closed).isEmpty();
    }

    @Test
    void whoComesAfterTheCancelIsClosedAtOnce() {
        cancellation.cancel();

        cancellation.onCancel(() -> closed.add("late"));

        assertThat(closed).containsExactly("late");
    }

    @Test
    void aCloserMayRegisterAnother() {
        cancellation.onCancel(
                () -> {
                    closed.add("outer");
                    cancellation.onCancel(() -> closed.add("inner"));
                });

        cancellation.cancel();

        assertThat(closed).containsExactly("outer", "inner");
    }

    @Test
    void aCloserThatFailsKeepsNoOtherFromRunning() {
        Cancellation cancellation = new Cancellation();
        AtomicBoolean closed = new AtomicBoolean();
        cancellation.onCancel(() -> closed.set(true));
        cancellation.onCancel(
                () -> {
                    throw new IllegalStateException("stuck");
                });
        Error error = new StackOverflowError();
        cancellation.onCancel(
                () -> {
                    throw error;
                });

        assertThatThrownBy(cancellation::cancel).isSameAs(error);
        assertThat(closed).isTrue();
        assertThat(error.getSuppressed()).singleElement().asString().contains("stuck");
    }
}

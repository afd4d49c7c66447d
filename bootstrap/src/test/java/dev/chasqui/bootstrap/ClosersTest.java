package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ClosersTest {
    private final Closers closers = new Closers();
    private final List<String> closed = new ArrayList<>();
    private final RuntimeException exception = new IllegalStateException("exception");
    private final Error error = new StackOverflowError("error");

    private void push() {
        closers.push(() -> closed.add("first"));
        closers.push(
                () -> {
                    throw exception;
                });
        closers.push(() -> closed.add("second"));
        closers.push(
                () -> {
                    throw error;
                });
        closers.push(() -> closed.add("third"));
    }

    @Test
    void oneThatCannotBeClosedDoesNotKeepTheOthersOpen() {
        push();

        assertThatThrownBy(closers::close).isSameAs(error);

        assertThat(closed).containsExactly("third", "second", "first");
        assertThat(error.getSuppressed()).containsExactly(exception);
    }

    @Test
    void whatFailedBeforeKeepsWhatFailsInClosing() {
        push();
        Exception before = new IllegalArgumentException("before");

        closers.closeAfter(before);

        assertThat(closed).containsExactly("third", "second", "first");
        assertThat(before.getSuppressed()).containsExactly(error, exception);
    }

    @Test
    void eachIsClosedOnce() {
        closers.push(() -> closed.add("only"));

        closers.close();
        closers.close();

        assertThat(closed).containsExactly("only");
    }
}

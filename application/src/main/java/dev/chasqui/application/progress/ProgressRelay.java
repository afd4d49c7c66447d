package dev.chasqui.application.progress;

import dev.chasqui.domain.failure.FailureException;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A relay of progress that keeps nobody waiting, however slow its receiver is: a text that comes
 * while an earlier one is delivered is dropped. Safe for use by several threads.
 */
public final class ProgressRelay {
    private final String thread;
    private final Consumer<String> receiver;
    private final BooleanSupplier wanted;
    private final AtomicBoolean delivering = new AtomicBoolean();

    /**
     * @param thread the name of the threads that deliver
     * @param wanted returns false once progress is of no use any more
     */
    public ProgressRelay(String thread, Consumer<String> receiver, BooleanSupplier wanted) {
        this.thread = thread;
        this.receiver = receiver;
        this.wanted = wanted;
    }

    /** Has a text delivered; returns at once. */
    public void tell(String text) {
        if (wanted.getAsBoolean() && delivering.compareAndSet(false, true)) {
            Thread.ofVirtual().name(thread).start(() -> deliver(text));
        }
    }

    private void deliver(String text) {
        try {
            if (wanted.getAsBoolean()) {
                receiver.accept(text);
            }
        } catch (FailureException e) {
            // The client has left; the thread that waits for it notices that.
        } finally {
            delivering.set(false);
        }
    }
}

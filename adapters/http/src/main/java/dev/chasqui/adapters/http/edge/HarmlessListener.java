package dev.chasqui.adapters.http.edge;

import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.port.exchange.ExchangeRecord;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A listener that catches the exceptions of another one, so that they harm no exchange. The first
 * is logged with its stack trace; later ones are dropped, since they may come with every exchange.
 * Safe for use by several threads.
 */
public final class HarmlessListener implements ExchangeListener {
    private static final System.Logger LOG = System.getLogger(HarmlessListener.class.getName());

    private final ExchangeListener listener;
    private final AtomicBoolean failed = new AtomicBoolean();

    /** Wraps a listener. */
    public HarmlessListener(ExchangeListener listener) {
        this.listener = listener;
    }

    @Override
    public boolean wantsContent() {
        return listener.wantsContent();
    }

    @Override
    public void streamOpened() {
        notifyListener(ExchangeListener::streamOpened);
    }

    @Override
    public void streamClosed() {
        notifyListener(ExchangeListener::streamClosed);
    }

    @Override
    public void finished(ExchangeRecord exchange) {
        notifyListener(one -> one.finished(exchange));
    }

    private void notifyListener(Consumer<ExchangeListener> notification) {
        try {
            notification.accept(listener);
        } catch (RuntimeException | Error e) {
            if (failed.compareAndSet(false, true)) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "a listener of exchanges failed; its later failures are not logged",
                        e);
            }
        }
    }
}

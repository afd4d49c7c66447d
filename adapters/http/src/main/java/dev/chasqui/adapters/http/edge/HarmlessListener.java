package dev.chasqui.adapters.http.edge;

import dev.chasqui.application.port.ExchangeListener;
import dev.chasqui.application.port.ExchangeRecord;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A listener whose bugs harm no exchange. The first is logged with its trace; the others come with
 * every exchange, and are not. Safe for use by several threads.
 */
public final class HarmlessListener implements ExchangeListener {
    private static final System.Logger LOG = System.getLogger(HarmlessListener.class.getName());

    private final ExchangeListener listener;
    private final AtomicBoolean failed = new AtomicBoolean();

    public HarmlessListener(ExchangeListener listener) {
        this.listener = listener;
    }

    @Override
    public void streamOpened() {
        tell(ExchangeListener::streamOpened);
    }

    @Override
    public void streamClosed() {
        tell(ExchangeListener::streamClosed);
    }

    @Override
    public void finished(ExchangeRecord exchange) {
        tell(told -> told.finished(exchange));
    }

    private void tell(Consumer<ExchangeListener> telling) {
        try {
            telling.accept(listener);
        } catch (RuntimeException | Error e) {
            if (failed.compareAndSet(false, true)) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "a listener failed; what else it fails to note is not told again",
                        e);
            }
        }
    }
}

package dev.chasqui.application.port.exchange;

/** A listener to exchanges, such as the log or the metrics. Must not block and must not throw. */
public interface ExchangeListener {

    /** Returns true if the accounts of exchanges that begin now shall have their content. */
    default boolean wantsContent() {
        return false;
    }

    /** Called when a reply begins to stream. */
    default void streamOpened() {}

    /** Called when a stream that was opened is over, however it ended. */
    default void streamClosed() {}

    /** Called when an exchange is over. */
    void finished(ExchangeRecord exchange);
}

package dev.chasqui.application.port;

/** Is told of every exchange: the log, the metrics. Must not block and must not throw. */
public interface ExchangeListener {

    /** A reply begins to stream. */
    default void streamOpened() {}

    /** A stream that was opened is over, however it ended. */
    default void streamClosed() {}

    /** An exchange is over. */
    void finished(ExchangeRecord exchange);
}

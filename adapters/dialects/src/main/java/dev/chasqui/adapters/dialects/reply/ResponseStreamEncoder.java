package dev.chasqui.adapters.dialects.reply;

/** An encoder of one streamed response that may wait for its turn, and that others may cancel. */
public interface ResponseStreamEncoder extends StreamEncoder {

    /** Returns the beginning of a response that waits; nothing was encoded before. */
    byte[] queued();

    /** Returns the end of a response that was cancelled on request; nothing keeps it. */
    byte[] cancelled();
}

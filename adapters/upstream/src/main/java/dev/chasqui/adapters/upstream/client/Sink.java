package dev.chasqui.adapters.upstream.client;

/** A receiver of the pieces of a body. */
@FunctionalInterface
public interface Sink {

    /** Takes bytes of a buffer that is used again after this call. */
    void take(byte[] bytes, int from, int to);
}

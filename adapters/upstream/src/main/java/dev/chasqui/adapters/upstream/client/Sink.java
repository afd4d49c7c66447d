package dev.chasqui.adapters.upstream.client;

/** Takes pieces of a body as they come. */
@FunctionalInterface
public interface Sink {

    /** Takes bytes of a buffer that is used again when this returns. */
    void take(byte[] bytes, int from, int to);
}

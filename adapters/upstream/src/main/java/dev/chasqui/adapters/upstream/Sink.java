package dev.chasqui.adapters.upstream;

/** Takes pieces of a body as they come. */
@FunctionalInterface
interface Sink {

    /** Takes bytes of a buffer that is used again when this returns. */
    void take(byte[] bytes, int from, int to);
}

package dev.chasqui.application.exchange;

import dev.chasqui.domain.reply.Pull;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;

/** The body of an answer in pieces. */
record Pieces(Iterator<byte[]> left) implements Pull<byte[]> {
    static Pieces of(String... pieces) {
        return new Pieces(
                Stream.of(pieces).map(one -> one.getBytes(StandardCharsets.UTF_8)).iterator());
    }

    @Override
    public byte @Nullable [] next() {
        return left.hasNext() ? left.next() : null;
    }

    @Override
    public void close() {}
}

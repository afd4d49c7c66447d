package dev.chasqui.application;

import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.domain.reply.Pull;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The body of an answer that consists of the requested path. */
final class FakeForwarded implements Pull<byte[]> {
    private final String path;
    private boolean said;

    private FakeForwarded(Forward call) {
        this.path = call.path();
    }

    static Forwarded of(Forward call) {
        return new Forwarded(200, Map.of(), new FakeForwarded(call));
    }

    @Override
    public byte @Nullable [] next() {
        byte[] body = said ? null : path.getBytes(StandardCharsets.UTF_8);
        said = true;
        return body;
    }

    @Override
    public void close() {}
}

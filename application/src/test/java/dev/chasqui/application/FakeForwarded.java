package dev.chasqui.application;

import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer that says the path that was asked. */
final class FakeForwarded implements Forwarded {
    private final String path;
    private boolean said;

    FakeForwarded(Forward call) {
        this.path = call.path();
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
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

package dev.chasqui.bootstrap.clients;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;

/** A backend that plays a real server, and the started server before it. */
final class Stage implements AutoCloseable {
    /** A PNG of one pixel, in Base64. */
    static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private final RealServer kind;
    private final FakeBackend backend;
    private final StartedServer server;

    Stage(RealServer kind) {
        this.kind = kind;
        backend = kind.start();
        server = StartedServer.before(backend, kind.type());
    }

    /** The server's address without a path. */
    String url() {
        return server.url();
    }

    /** The one image as a request to this kind of backend carries it. */
    String pixelOnTheWire() {
        return kind == RealServer.OLLAMA
                ? "\"images\":[\"" + PIXEL + "\"]"
                : "\"url\":\"data:image/png;base64," + PIXEL + "\"";
    }

    /** The body of the last request that reached the backend, without its white space. */
    String lastBody() {
        return RealServer.withoutSpace(backend.received().getLast().message().text());
    }

    void stopBackend() {
        backend.close();
    }

    @Override
    public void close() {
        server.close();
        backend.close();
    }
}

package dev.chasqui.bootstrap.clients;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.exchange.Collections;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.PollPause;
import dev.chasqui.testing.RawHttp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** A backend that plays a real server, and the started server before it. */
final class Stage implements AutoCloseable {
    /** A PNG of one pixel, in Base64. */
    static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RealServer kind;
    private final FakeBackend backend;
    private final StartedServer server;

    Stage(RealServer kind, Path... plugins) {
        this.kind = kind;
        backend = kind.start();
        server =
                StartedServer.of(
                        "{\"server\":{\"showProgress\":\"0s\"},\"backends\":[%s]}"
                                .formatted(
                                        StartedServer.backendConfig(
                                                "backend", backend, kind.type())),
                        plugins);
    }

    /** Has the backend answer every chat so from now on, instead of as it was recorded. */
    Stage answers(Answer answer) {
        backend.on("POST", kind.chatPath(), answer);
        return this;
    }

    /** Has the backend say the same in every chat from now on. */
    Stage says(String text) {
        return answers(kind.saying(text));
    }

    /** The collections of documents, if the plug-in for them is there. */
    Collections collections() {
        return new Collections(server.port());
    }

    /** How many chats reached the backend. */
    int questions() {
        return backend.received(kind.chatPath()).size();
    }

    /** Waits until the server has begun a stream that is not over. */
    void awaitStream() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (openStreams().equals("0.0")) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no stream has begun");
            }
            PollPause.take();
        }
    }

    private String openStreams() {
        String metric = "chasqui_streams_open ";
        try {
            return RawHttp.get(server.port(), "/metrics")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(metric))
                    .map(line -> line.substring(metric.length()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /**
     * The body of the last chat that reached the backend, without its white space; a look at its
     * models may come at any time.
     */
    String lastBody() {
        return RealServer.withoutSpace(
                backend.received(kind.chatPath()).getLast().message().text());
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

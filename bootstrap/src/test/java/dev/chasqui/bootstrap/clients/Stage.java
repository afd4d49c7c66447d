package dev.chasqui.bootstrap.clients;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.exchange.Collections;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A backend that imitates a real server, and the started server in front of it. */
final class Stage implements AutoCloseable {
    /** A PNG of one pixel, in Base64. */
    static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

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

    /** Sets the backend's answer to every chat, in place of the recorded ones. */
    Stage answers(Answer answer) {
        backend.on("POST", kind.chatPath(), answer);
        return this;
    }

    /** Sets the text of the backend's answer to every chat. */
    Stage says(String text) {
        return answers(kind.saying(text));
    }

    /** Returns the collections of documents, if their plug-in is loaded. */
    Collections collections() {
        return new Collections(server.port());
    }

    /** Returns the number of chats that reached the backend. */
    int questions() {
        return backend.received(kind.chatPath()).size();
    }

    /** Waits until the server has begun a stream that has not ended. */
    void awaitStream() {
        Polled.until("a stream has begun", () -> !openStreams().equals("0.0"));
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

    /** Returns the server's address without a path. */
    String url() {
        return server.url();
    }

    /** Returns the image as a request to this kind of backend carries it. */
    String pixelOnTheWire() {
        return kind == RealServer.OLLAMA
                ? "\"images\":[\"" + PIXEL + "\"]"
                : "\"url\":\"data:image/png;base64," + PIXEL + "\"";
    }

    /**
     * Returns the body of the last chat that reached the backend, without its white space. A
     * request for its models may come at any time and does not count.
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

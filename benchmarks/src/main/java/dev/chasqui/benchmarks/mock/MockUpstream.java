package dev.chasqui.benchmarks.mock;

import dev.chasqui.benchmarks.loop.SocketLoop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A mock backend on a port of the loopback interface, with whole answers of 1 KB and {@linkplain
 * StreamShape streams}, on the paths of OpenAI and Ollama.
 */
public final class MockUpstream implements AutoCloseable {
    /** The longest life of a mock, so that a forgotten one ends by itself. */
    private static final Duration LONGEST_LIFE = Duration.ofHours(6);

    private final SocketLoop loop = new SocketLoop();
    private final MockConnection.Prepared prepared = MockConnection.Prepared.make();
    private final int port;

    /** Opens a mock that listens on a port; 0 means a free one. */
    public MockUpstream(int port) throws IOException {
        this.port = loop.listen(port, wire -> new MockConnection(loop, wire, prepared));
    }

    /** Listens on one more port; may be called while it runs. */
    public void listenToo(int more) {
        loop.borrow(0, () -> listen(more));
    }

    private int listen(int more) {
        try {
            return loop.listen(more, wire -> new MockConnection(loop, wire, prepared));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the port of the mock. */
    public int port() {
        return port;
    }

    /** Returns the mock's loop, which the load shares. */
    public SocketLoop loop() {
        return loop;
    }

    /** Answers requests until the mock is closed by another thread, at most for six hours. */
    public void run() {
        loop.serve(LONGEST_LIFE);
    }

    /** Runs a mock on the port of the only argument, and prints the port. */
    public static void main(String[] args) throws IOException {
        try (MockUpstream mock = new MockUpstream(Integer.parseInt(args[0]))) {
            IO.println(mock.port());
            mock.run();
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}

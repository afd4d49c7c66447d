package dev.chasqui.benchmarks.mock;

import dev.chasqui.benchmarks.loop.Loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A backend on a port of the loopback interface: whole answers of 1 KB and {@linkplain Shape
 * streams}, on OpenAI's and on Ollama's paths.
 */
public final class MockUpstream implements AutoCloseable {
    /** Nobody needs it longer; it goes even when whoever started it forgot it. */
    private static final Duration LONGEST_LIFE = Duration.ofHours(6);

    private final Loop loop = new Loop();
    private final MockConnection.Prepared prepared = MockConnection.Prepared.make();
    private final int port;

    /** Listens on a port; 0 is a free one. */
    public MockUpstream(int port) throws IOException {
        this.port = loop.listen(port, wire -> new MockConnection(loop, wire, prepared));
    }

    /** Listens on one more port while it runs. */
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

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Its loop, for the load that is put on what asks it. */
    public Loop loop() {
        return loop;
    }

    /** Answers until closed from another thread, or for some hours. */
    public void run() {
        loop.serve(LONGEST_LIFE);
    }

    /** Runs the mock on the port that the one argument names, and prints the port. */
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

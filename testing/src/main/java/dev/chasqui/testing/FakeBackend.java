package dev.chasqui.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A small HTTP/1.1 server on 127.0.0.1 that gives the answers of a test and records the requests.
 *
 * <pre>{@code
 * try (FakeBackend backend = FakeBackend.start()) {
 *     backend.on("POST", "/api/chat", Answer.play("ollama/chat-stream").cutAfter(300));
 *     ... // let the code under test talk to backend.url()
 *     Received request = backend.awaitRequest("/api/chat");
 *     assertThat(request.message().text()).contains("\"model\"");
 *     request.awaitHangUp(Duration.ofMillis(100));
 * }
 * }</pre>
 *
 * <p>Connections are kept alive unless an answer ends them. A request without an answer gets a 404.
 * Safe for use by several threads.
 */
public final class FakeBackend implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerSocket listener;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Received> received = new ArrayList<>();
    private final Set<FakeConnection> open = new HashSet<>();
    private int accepted;
    private final Thread accepting;

    private FakeBackend(ServerSocket listener) {
        this.listener = listener;
        this.accepting =
                Thread.ofVirtual()
                        .name("fake-backend-" + listener.getLocalPort())
                        .unstarted(this::accept);
    }

    /** Starts a backend on a free port. */
    public static FakeBackend start() {
        return startOn(0);
    }

    /**
     * Starts a backend on a port, such as the one of a backend that was closed.
     *
     * @throws UncheckedIOException if the port is taken
     */
    public static FakeBackend startOn(int port) {
        try {
            FakeBackend backend =
                    new FakeBackend(new ServerSocket(port, 1024, InetAddress.getLoopbackAddress()));
            backend.accepting.start();
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the port that it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Returns its address without a path: {@code http://127.0.0.1:PORT}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /**
     * Sets the answer to requests from now on.
     *
     * @param path the path without a query
     * @return this
     */
    public FakeBackend on(String method, String path, Answer answer) {
        answers.put(method + " " + path, answer);
        return this;
    }

    /** Returns all requests received until now, in their order. */
    public List<Received> received() {
        lock.lock();
        try {
            return List.copyOf(received);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the requests received until now, for the next test. */
    public void forget() {
        change(received::clear);
    }

    /** Returns the requests of one path received until now, in their order. */
    public List<Received> received(String path) {
        return received().stream().filter(one -> one.message().path().equals(path)).toList();
    }

    /**
     * Waits for a request and returns the latest one of its path.
     *
     * @throws AssertionError if none comes within ten seconds
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public Received awaitRequest(String path) throws InterruptedException {
        return awaitRequests(path, 1).getLast();
    }

    /**
     * Waits until that many requests of a path were received and returns them.
     *
     * @throws AssertionError if they do not come within ten seconds
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public List<Received> awaitRequests(String path, int count) throws InterruptedException {
        await(count + " requests of " + path, PATIENCE, () -> received(path).size() >= count);
        return received(path);
    }

    /** Returns the number of connections accepted until now. */
    public int acceptedConnections() {
        lock.lock();
        try {
            return accepted;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of connections that are open on both sides. */
    public int openConnections() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until exactly this many connections are open.
     *
     * @throws AssertionError if it is another number at the deadline
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void awaitOpenConnections(int count, Duration deadline) throws InterruptedException {
        await(count + " open connections", deadline, () -> open.size() == count);
    }

    /** Closes every open connection, as a crash does; new ones are accepted. */
    public void dropConnections() {
        lock.lock();
        try {
            open.forEach(FakeConnection::close);
        } finally {
            lock.unlock();
        }
    }

    /** Stops listening and closes every connection; new connections are refused. */
    @Override
    public void close() {
        try {
            listener.close();
            // The system goes on listening until the accepting thread has released the socket.
            accepting.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            dropConnections();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                serve(socket);
            }
        } catch (IOException e) {
            // The listener was closed.
        }
    }

    private void serve(Socket socket) {
        change(() -> accepted++);
        FakeConnection connection = new FakeConnection(acceptedConnections(), socket);
        change(() -> open.add(connection));
        if (listener.isClosed()) {
            connection.close();
        }
        Thread.ofVirtual()
                .name("fake-backend-answers")
                .start(() -> connection.answer(this::answer));
        Thread.ofVirtual()
                .name("fake-backend-reads")
                .start(
                        () -> {
                            connection.read(one -> change(() -> received.add(one)));
                            change(() -> open.remove(connection));
                        });
    }

    private void answer(WireMessage request, ReplyWriter reply) throws IOException {
        String asked = request.method() + " " + request.path();
        Answer answer = answers.get(asked);
        if (answer == null) {
            answer = Answer.json(404, "{\"error\":\"this fake has no answer to " + asked + "\"}");
        }
        answer.write(request, reply);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void await(String what, Duration deadline, BooleanSupplier holds)
            throws InterruptedException {
        lock.lock();
        try {
            long left = deadline.toNanos();
            while (!holds.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError(what + ": not within " + deadline);
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}

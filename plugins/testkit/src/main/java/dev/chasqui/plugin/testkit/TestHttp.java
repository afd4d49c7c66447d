package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.Pull;
import dev.chasqui.plugin.service.Http;
import dev.chasqui.plugin.service.HttpReply;
import dev.chasqui.plugin.service.HttpRequest;
import dev.chasqui.plugin.service.HttpStream;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A client for HTTP that sends nothing: it gives the answers that a test prepares, and records the
 * requests. Safe for use by several threads.
 */
public final class TestHttp implements Http {
    private final Map<String, Deque<HttpReply>> answers = new ConcurrentHashMap<>();
    private final List<HttpRequest> requests = new CopyOnWriteArrayList<>();

    /**
     * Prepares the answer to a request. Several answers to the same one are given in order, the
     * last one again and again.
     *
     * @param request the method, a space and the address, such as {@code GET https://a.example/b}
     */
    public TestHttp answer(String request, HttpReply reply) {
        answers.computeIfAbsent(request, _ -> new ConcurrentLinkedDeque<>()).add(reply);
        return this;
    }

    /** Prepares an answer of a text in UTF-8 without headers. */
    public TestHttp answer(String request, int status, String text) {
        return answer(
                request, new HttpReply(status, Map.of(), text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the requests, in order. */
    public List<HttpRequest> requests() {
        return List.copyOf(requests);
    }

    /** {@inheritDoc} A request without a prepared answer fails as an unreachable host does. */
    @Override
    public HttpReply send(HttpRequest request, Cancellation cancellation) {
        HttpReply reply = answered(request, cancellation);
        if (reply.body().length > request.largestReply()) {
            throw new FailureException(
                    new Failure.BackendFailed(
                            request.uri().getHost(),
                            "its answer is longer than " + request.largestReply() + " bytes"));
        }
        return reply;
    }

    /** {@inheritDoc} The body comes in one piece. */
    @Override
    public HttpStream open(HttpRequest request, Cancellation cancellation) {
        HttpReply reply = answered(request, cancellation);
        return new HttpStream(reply.status(), reply.headers(), new Whole(reply, cancellation));
    }

    private HttpReply answered(HttpRequest request, Cancellation cancellation) {
        requests.add(request);
        if (cancellation.isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
        Deque<HttpReply> prepared =
                answers.getOrDefault(request.method() + " " + request.uri(), new ArrayDeque<>());
        HttpReply next = prepared.size() > 1 ? prepared.poll() : prepared.peek();
        if (next == null) {
            throw new FailureException(
                    new Failure.BackendUnreachable(
                            request.uri().getHost(), "the test has prepared no answer"));
        }
        return next;
    }

    private static final class Whole implements Pull<byte[]> {
        private final Cancellation cancellation;
        private byte @Nullable [] rest;

        Whole(HttpReply reply, Cancellation cancellation) {
            this.cancellation = cancellation;
            this.rest = reply.body();
        }

        @Override
        public byte @Nullable [] next() {
            if (cancellation.isCancelled()) {
                throw new FailureException(new Failure.Cancelled());
            }
            byte[] piece = rest;
            rest = null;
            return piece == null || piece.length == 0 ? null : piece;
        }

        @Override
        public void close() {
            rest = null;
        }
    }
}

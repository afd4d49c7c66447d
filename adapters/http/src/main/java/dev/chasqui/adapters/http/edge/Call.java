package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.http.connection.BodyMemory;
import dev.chasqui.adapters.http.connection.ConnectionWatch;
import dev.chasqui.adapters.http.connection.CutShort;
import dev.chasqui.adapters.http.connection.FlowingBody;
import dev.chasqui.adapters.http.connection.RequestBody;
import dev.chasqui.adapters.http.connection.RequestLine;
import dev.chasqui.application.exchange.Journal;
import dev.chasqui.application.port.ExchangeRecord;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One request on its way through the server, and what became of it.
 *
 * <p>Used by the thread of its connection; a stream that it began may be written by another.
 */
public final class Call {
    /** By this header of every answer another of us knows that it has found a Chasqui. */
    static final String VERSION_HEADER = "X-Chasqui";

    private static final Header NO_CACHE =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

    private static final Header UNBUFFERED =
            HeaderValues.createCached(HeaderNames.create("X-Accel-Buffering"), "no");

    private final String id;
    private final HttpRoute route;
    private final ServerRequest request;
    private final ServerResponse response;
    private final ConnectionWatch watch;
    private final Draining draining;
    private final BodyMemory memory;
    private final Journal journal = new Journal(Instant.now());
    private Caller caller;
    private @Nullable RequestBody body;
    private @Nullable FlowingBody flowing;
    private volatile boolean streamed;
    private volatile int status;
    private @Nullable Failure failure;
    private @Nullable Throwable cause;

    Call(
            String id,
            HttpRoute route,
            ServerRequest request,
            ServerResponse response,
            ConnectionWatch watch,
            Draining draining,
            BodyMemory memory) {
        this.id = id;
        this.route = route;
        this.request = request;
        this.response = response;
        this.watch = watch;
        this.draining = draining;
        this.memory = memory;
        this.caller = Caller.anonymous(request.remotePeer().host());
    }

    public String id() {
        return id;
    }

    public ServerRequest request() {
        return request;
    }

    /** The first line of the request as the client wrote it. */
    RequestLine requestLine() {
        return watch.connection().requestLine();
    }

    public ConnectionWatch watch() {
        return watch;
    }

    public Journal journal() {
        return journal;
    }

    public Caller caller() {
        return caller;
    }

    void admitted(Caller who) {
        caller = who;
    }

    /**
     * The request's body.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link RequestBody#readWhole} says
     */
    public byte[] body(int most) {
        return openBody(most).readWhole();
    }

    /** The request's body as it comes; opened once. */
    public RequestBody openBody(long most) {
        RequestBody opened = new RequestBody(request, watch, most, memory);
        body = opened;
        return opened;
    }

    /**
     * The request's body as it goes on to a backend; of any length, since it is held nowhere. Waits
     * for its first bytes.
     *
     * @throws dev.chasqui.domain.failure.FailureException as reading it does
     */
    public RequestContent flowingBody() {
        RequestContent content = FlowingBody.of(openBody(Long.MAX_VALUE));
        if (content instanceof FlowingBody opened) {
            flowing = opened;
        }
        return content;
    }

    /** The exchange is over: its body may go. */
    void releaseBody() {
        FlowingBody onItsWay = flowing;
        RequestBody opened = body;
        if (onItsWay != null) {
            onItsWay.close();
        } else if (opened != null) {
            opened.close();
        }
    }

    private boolean isBodyRead() {
        RequestBody opened = body;
        return opened == null ? !request.content().hasEntity() : opened.isComplete();
    }

    /** Sends the answer; its body is left out where a HEAD asked. */
    public void send(Answer answer) {
        begin(answer.status(), answer.headers());
        if (answer.status() != Status.NO_CONTENT_204.code()) {
            response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
            response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(answer.body().length));
        }
        try {
            if (request.prologue().method().equals(Method.HEAD)) {
                response.send();
            } else {
                response.send(answer.body());
            }
        } catch (ServerConnectionException e) {
            status = CutShort.CLIENT_LEFT;
            note(tellable(new Failure.Cancelled()), null);
            throw e;
        }
    }

    /** Sends the head of an answer to a client that asked for the head alone. */
    public void sendHead(int code, Map<String, String> headers) {
        begin(code, headers);
        response.send();
    }

    /** Sends the head of an answer that would come as it is made. */
    public void sendLiveHead(String contentType) {
        markLive(contentType);
        sendHead(Status.OK_200.code(), Map.of());
    }

    /** Begins an answer that comes as it is made; the first piece takes the headers along. */
    public OutputStream live(String contentType, Map<String, String> headers) {
        markLive(contentType);
        return stream(Status.OK_200.code(), headers);
    }

    /** Tells proxies on the way not to keep the answer, nor to wait for more of it. */
    private void markLive(String contentType) {
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        response.header(NO_CACHE);
        response.header(UNBUFFERED);
    }

    /** Begins an answer of any status that comes piece by piece. */
    public OutputStream stream(int code, Map<String, String> headers) {
        streamed = true;
        begin(code, headers);
        return watch.isHttp10() ? unchunked() : response.outputStream();
    }

    /** Helidon makes chunks of what has no length, and asks for it here alone (4.5.0). */
    private OutputStream unchunked() {
        if (response.headers().contains(HeaderNames.CONTENT_LENGTH)) {
            return response.outputStream();
        }
        response.headers().contentLength(Long.MAX_VALUE);
        OutputStream stream = response.outputStream();
        response.headers().remove(HeaderNames.CONTENT_LENGTH);
        return stream;
    }

    /**
     * Writes the end of an answer that came piece by piece; from now on the client may leave
     * without cancelling anything. Closing Helidon's stream would not write it before the route has
     * returned (4.5.0). Nothing may be written afterwards.
     */
    public void end() {
        watch.letClientLeave();
        ((RoutingResponse) response).commit();
    }

    private void begin(int code, Map<String, String> headers) {
        boolean bodyRead = isBodyRead();
        if (!bodyRead && !watch.answerEarly()) {
            // The client has been told that its request came too late.
            fail(new Failure.Cancelled(), null);
        }
        status = code;
        response.status(Status.create(code));
        headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        // What is left of a body would be taken for the next request.
        if (!bodyRead || draining.begun()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
            watch.endAfterAnswer();
        }
    }

    /** The failure as client and log shall be told it. */
    public Failure tellable(Failure why) {
        if (!(why instanceof Failure.Cancelled)) {
            return why;
        }
        return watch.cutShort()
                .map(CutShort::why)
                .orElse(watch.clientLeft() ? why : CutShort.STOPPING.why());
    }

    /** Notes why the exchange has no whole answer. */
    public void note(Failure why, @Nullable Throwable bug) {
        failure = why;
        cause = bug;
    }

    /**
     * Ends a call without an answer: tells the failure if that is still possible.
     *
     * @throws CloseConnectionException if nothing can be said any more
     */
    public void fail(Failure why, @Nullable Throwable bug) {
        Failure told = tellable(why);
        note(told, bug);
        if (watch.cutShort().isPresent()) {
            status = watch.cutShort().get().status();
            throw new CloseConnectionException(told.message());
        }
        if (watch.clientLeft() || told instanceof Failure.Cancelled) {
            status = CutShort.CLIENT_LEFT;
            throw new CloseConnectionException("the client left");
        }
        if (status != 0) {
            throw new CloseConnectionException("the answer broke off");
        }
        send(Answer.failure(route.surface().errors(), told));
    }

    /** What is told of the exchange. */
    ExchangeRecord toRecord() {
        return new ExchangeRecord(
                id,
                route.surface().dialect().name(),
                route.path(),
                caller.name(),
                journal.model(),
                journal.listedModel(),
                journal.backend(),
                journal.agents(),
                status,
                streamed,
                journal.startedAt(),
                journal.firstEvent(),
                journal.elapsed(),
                journal.usage(),
                Optional.ofNullable(failure).map(journal::withoutContent),
                Optional.ofNullable(cause));
    }
}

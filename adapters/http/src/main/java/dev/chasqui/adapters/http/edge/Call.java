package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.http.connection.BodyMemory;
import dev.chasqui.adapters.http.connection.ConnectionWatch;
import dev.chasqui.adapters.http.connection.CutReason;
import dev.chasqui.adapters.http.connection.FlowingBody;
import dev.chasqui.adapters.http.connection.RequestBody;
import dev.chasqui.adapters.http.connection.RequestLine;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.application.port.exchange.ExchangeAccount;
import dev.chasqui.application.port.exchange.ExchangeRecord;
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
import java.util.function.Supplier;

/**
 * One request on its way through the server, with the data for its record.
 *
 * <p>Used by the thread of its connection; another thread may write a stream that it has begun.
 */
public final class Call {
    /** The header of every answer by which another Chasqui recognises this one. */
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
    private final HeaderAliases aliases;
    private final Journal journal = new Journal(Instant.now());
    private Caller caller;
    private @Nullable RequestBody body;
    private @Nullable FlowingBody flowing;
    private Surface surface;
    private Supplier<Caller> admission;
    private volatile boolean upgraded;
    private volatile @Nullable CountedStream sentStream;
    private volatile long sentBytes;
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
            BodyMemory memory,
            HeaderAliases aliases) {
        this.id = id;
        this.route = route;
        this.request = request;
        this.response = response;
        this.watch = watch;
        this.draining = draining;
        this.memory = memory;
        this.aliases = aliases;
        this.caller = Caller.anonymous(request.remotePeer().host());
        this.admission = () -> caller;
        this.surface = route.surface();
    }

    /** Returns the id of the request, which is in the log and in the answer. */
    public String id() {
        return id;
    }

    /** Returns the request as Helidon has read it. */
    public ServerRequest request() {
        return request;
    }

    /** Returns the first line of the request as the client sent it. */
    RequestLine requestLine() {
        return watch.connection().requestLine();
    }

    /** Returns the further names of headers that this server has. */
    public HeaderAliases aliases() {
        return aliases;
    }

    /** Returns the watch over the connection. */
    public ConnectionWatch watch() {
        return watch;
    }

    /** Returns the notes for the record of the exchange. */
    public Journal journal() {
        return journal;
    }

    /** Returns the caller; an anonymous one without rights until the edge checks have passed. */
    public Caller caller() {
        return caller;
    }

    void setCaller(Caller next) {
        caller = next;
    }

    /** Answers in the form of another surface, which the body of the request shows. */
    public void answerFor(Surface other) {
        surface = other;
    }

    /** Admits the caller, and does so again for each message after an upgrade. */
    void admit(Supplier<Caller> checks) {
        admission = checks;
        caller = checks.get();
    }

    /**
     * Checks again that the caller may use the route: its key may have been revoked since.
     *
     * @throws dev.chasqui.domain.failure.FailureException if it may not
     */
    public void admitAgain() {
        caller = admission.get();
    }

    /**
     * Reads the request's body.
     *
     * @param most the most bytes that it may have
     * @throws dev.chasqui.domain.failure.FailureException as {@link RequestBody#readWhole} does
     */
    public byte[] body(int most) {
        return openBody(most).readWhole();
    }

    /** Returns the request's body as a stream of at most {@code most} bytes; called once. */
    public RequestBody openBody(long most) {
        RequestBody opened = new RequestBody(request, watch, most, memory);
        body = opened;
        return opened;
    }

    /**
     * Returns the request's body as it passes to a backend. It may have any length, since it is not
     * held in memory. Waits for its first bytes.
     *
     * @throws dev.chasqui.domain.failure.FailureException as a read of the body does
     */
    public RequestContent flowingBody() {
        RequestContent content = FlowingBody.of(openBody(Long.MAX_VALUE));
        if (content instanceof FlowingBody opened) {
            flowing = opened;
        }
        return content;
    }

    /**
     * Returns the rest of a body as it passes to a backend.
     *
     * @param opened the body of this call, of which the beginning has been read
     */
    public FlowingBody flowingRest(RequestBody opened) {
        FlowingBody rest = FlowingBody.restOf(opened);
        flowing = rest;
        return rest;
    }

    /** Releases the body at the end of the exchange. */
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

    /**
     * Sends an answer, without its body if the request is a HEAD.
     *
     * @throws ServerConnectionException if the client has left
     */
    public void send(Answer answer) {
        journal.complete();
        begin(answer.status(), answer.headers());
        if (answer.status() != Status.NO_CONTENT_204.code()) {
            response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
            response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(answer.body().length));
        }
        try {
            if (request.prologue().method().equals(Method.HEAD)) {
                response.send();
            } else {
                sentBytes = answer.body().length;
                response.send(answer.body());
            }
        } catch (ServerConnectionException e) {
            status = CutReason.CLIENT_LEFT;
            note(tellable(new Failure.Cancelled()), null);
            throw e;
        }
    }

    /** Sends the head of an answer to a HEAD request. */
    public void sendHead(int code, Map<String, String> headers) {
        journal.complete();
        begin(code, headers);
        response.send();
    }

    /** Sends the head of a live answer to a HEAD request. */
    public void sendLiveHead(String contentType) {
        markLive(contentType);
        sendHead(Status.OK_200.code(), Map.of());
    }

    /**
     * Begins a live answer, whose pieces are sent as they are made. The first piece goes out with
     * the headers.
     */
    public OutputStream live(String contentType, Map<String, String> headers) {
        markLive(contentType);
        return stream(Status.OK_200.code(), headers);
    }

    /** Sets the headers by which proxies neither store the answer nor buffer it. */
    private void markLive(String contentType) {
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        response.header(NO_CACHE);
        response.header(UNBUFFERED);
    }

    /** Begins an answer of any status that is sent piece by piece. */
    public OutputStream stream(int code, Map<String, String> headers) {
        streamed = true;
        begin(code, headers);
        CountedStream counted =
                watch.isHttp10()
                        ? CountedStream.unchunked(response)
                        : new CountedStream(response.outputStream());
        sentStream = counted;
        return counted;
    }

    /**
     * Writes the end of an answer that was sent piece by piece. From now on a client that leaves
     * cancels nothing. If Helidon's stream were closed instead, it would write the end only after
     * the route has returned (4.5.0). Nothing may be written afterwards.
     */
    public void end() {
        journal.complete();
        watch.ignoreClientLeaving();
        ((RoutingResponse) response).commit();
    }

    /**
     * Answers that the connection goes on in another protocol, whose messages have records of their
     * own.
     */
    public void upgrade(Map<String, String> headers) {
        upgraded = true;
        status = Status.SWITCHING_PROTOCOLS_101.code();
        watch.output().writeNow(UpgradeHead.of(response.headers(), headers));
    }

    /** Returns true if the connection goes on in another protocol. */
    boolean isUpgraded() {
        return upgraded;
    }

    private void begin(int code, Map<String, String> headers) {
        boolean bodyRead = isBodyRead();
        if (!bodyRead && !watch.answerEarly()) {
            // The client has just been told that its request came too late.
            fail(new Failure.Cancelled(), null);
        }
        status = code;
        response.status(Status.create(code));
        journal.limits()
                .ifPresent(state -> AllowanceHeaders.add(state, surface, aliases, response));
        headers.forEach((name, value) -> aliases.add(HeaderNames.create(name), value, response));
        // The rest of a body would be read as the next request.
        if (!bodyRead || draining.begun()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
            watch.endAfterAnswer();
        }
    }

    /**
     * Returns the failure as it is reported to the client and the log. A cancellation becomes its
     * cause: a timeout, a client that left, or the end of the server.
     */
    public Failure tellable(Failure why) {
        if (!(why instanceof Failure.Cancelled)) {
            return why;
        }
        return watch.cutReason()
                .map(CutReason::failure)
                .orElse(watch.clientLeft() ? why : CutReason.STOPPING.failure());
    }

    /** Notes the failure for the record of the exchange. */
    public void note(Failure why, @Nullable Throwable bug) {
        failure = why;
        cause = bug;
    }

    /**
     * Ends a call without an answer. Sends the failure if no answer has begun.
     *
     * @throws CloseConnectionException if an answer has begun, or the client cannot be reached any
     *     more
     */
    public void fail(Failure why, @Nullable Throwable bug) {
        Failure reported = tellable(why);
        note(reported, bug);
        if (watch.cutReason().isPresent()) {
            status = watch.cutReason().get().status();
            throw new CloseConnectionException(reported.message());
        }
        if (watch.clientLeft() || reported instanceof Failure.Cancelled) {
            status = CutReason.CLIENT_LEFT;
            throw new CloseConnectionException("the client left");
        }
        if (status != 0) {
            throw new CloseConnectionException("the answer broke off");
        }
        send(Answer.failure(surface.errors(), reported, id));
    }

    private ExchangeAccount account() {
        RequestBody read = body;
        CountedStream sent = sentStream;
        return new ExchangeAccount(
                caller.identity(),
                journal.kind(),
                journal.backends().zone(),
                read == null ? 0 : read.bytesRead(),
                sent == null ? sentBytes : sent.count(),
                journal.spentByModel(),
                journal.content());
    }

    /** Returns the record of the exchange. */
    ExchangeRecord toRecord() {
        return new ExchangeRecord(
                id,
                surface.dialect().name(),
                route.path(),
                caller.name(),
                journal.model(),
                journal.backends().listedModel(),
                journal.backends().name(),
                journal.agents().names(),
                status,
                streamed,
                journal.startedAt(),
                journal.firstEvent(),
                journal.elapsed(),
                journal.usage(),
                Optional.ofNullable(failure).map(journal::withoutContent),
                Optional.ofNullable(cause),
                journal.agents().reports(),
                account());
    }
}

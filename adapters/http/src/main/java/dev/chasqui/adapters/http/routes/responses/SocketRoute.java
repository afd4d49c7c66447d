package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.http.connection.BodyMemory;
import dev.chasqui.adapters.http.connection.ConnectionWatch;
import dev.chasqui.adapters.http.connection.DeadlineSweeper;
import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.websocket.WsConnection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The route by which a client opens a WebSocket for responses (RFC 6455). The request passes the
 * checks of every request first; the frames are read and written by Helidon.
 */
public final class SocketRoute {
    private static final HeaderName KEY = HeaderNames.create("Sec-WebSocket-Key");
    private static final HeaderName SESSION = HeaderNames.create("X-Chasqui-Session");
    private static final HeaderName VERSION = HeaderNames.create("Sec-WebSocket-Version");

    /** The text by which a server proves that it knows the protocol, by RFC 6455, 1.3. */
    private static final String PROOF = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int KEY_BYTES = 16;

    private final Surface surface;
    private final SocketParts parts;
    private final DeadlineSweeper sweeper;
    private final BodyMemory memory;
    private final BooleanSupplier over;

    /**
     * Prepares the route.
     *
     * @param over returns true when the server stops, or is served by another configuration
     */
    public SocketRoute(
            Surface surface,
            SocketParts parts,
            DeadlineSweeper sweeper,
            BodyMemory memory,
            BooleanSupplier over) {
        this.surface = surface;
        this.parts = parts;
        this.sweeper = sweeper;
        this.memory = memory;
        this.over = over;
    }

    /** Adds the route to a table. */
    public void addTo(RouteTable routes) {
        for (String version : List.of("/v1", "")) {
            routes.add(
                    new HttpRoute(
                            Method.GET,
                            version + "/responses",
                            Access.USER,
                            surface,
                            true,
                            this::open));
        }
    }

    private void open(Call call) {
        if (call.watch().isHttp10() || call.request().content().hasEntity()) {
            throw invalid("a WebSocket is opened by GET of HTTP/1.1 without a body");
        }
        refuseSession(call.request().headers());
        String key = key(call.request().headers());
        ConnectionWatch watch = call.watch();
        ResponseSocket socket = new ResponseSocket(call, parts, memory, over);
        call.upgrade(
                Map.of(
                        "Connection",
                        "Upgrade",
                        "Upgrade",
                        "websocket",
                        "Sec-WebSocket-Accept",
                        accept(key)));
        sweeper.add(socket);
        try (var _ = watch.whenClientLeaves(socket::end)) {
            watch.goOn(
                    context ->
                            WsConnection.create(
                                    context,
                                    call.request().prologue(),
                                    call.request().headers(),
                                    key,
                                    socket),
                    socket::received);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sweeper.remove(socket);
            socket.close();
        }
        throw new CloseConnectionException("the WebSocket has ended");
    }

    /** A conversation on a WebSocket goes on by the ids of its responses. */
    private static void refuseSession(ServerRequestHeaders headers) {
        if (headers.first(SESSION).filter(name -> !name.isBlank()).isPresent()) {
            throw invalid(
                    "X-Chasqui-Session: not over a WebSocket; use previous_response_id, or POST");
        }
    }

    private static String key(ServerRequestHeaders headers) {
        if (!has(headers, HeaderNames.UPGRADE, "websocket")
                || !has(headers, HeaderNames.CONNECTION, "upgrade")) {
            throw invalid(
                    "a response is made by POST, or over a WebSocket, which is opened by GET with"
                            + " the headers 'Connection: Upgrade' and 'Upgrade: websocket'");
        }
        if (!headers.first(VERSION).orElse("").strip().equals("13")) {
            throw invalid("Sec-WebSocket-Version: this server speaks version 13 alone");
        }
        String key = headers.first(KEY).orElse("").strip();
        if (!isKey(key)) {
            throw invalid("Sec-WebSocket-Key: expected 16 bytes in Base64");
        }
        return key;
    }

    private static FailureException invalid(String message) {
        return new FailureException(new Failure.Invalid(Optional.empty(), message));
    }

    private static boolean has(ServerRequestHeaders headers, HeaderName name, String token) {
        return headers.contains(name)
                && headers.get(name).allValues().stream()
                        .flatMap(value -> Arrays.stream(value.split(",")))
                        .anyMatch(value -> value.strip().equalsIgnoreCase(token));
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + PROOF).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}

package dev.chasqui.adapters.http.routes.websocket;

import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The handler of {@code GET} at a path of the Responses API: it accepts a WebSocket whose messages
 * are requests at the same path. A client is checked as with every request, and again with each of
 * its messages.
 *
 * @param path the path
 * @param surface the dialect of the path
 * @param mostBody the most bytes of a request's body
 */
public record SocketRoute(String path, Surface surface, int mostBody) implements Endpoint {
    /**
     * The most bytes of a message, which is held in memory until it is whole; a longer request can
     * be sent by POST.
     */
    static final int MOST_MESSAGE = 8 << 20;

    /** The longest time between two messages or pings of a client. */
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(10);

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String WEBSOCKET = "websocket";
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    /** The headers of the upgrade that its later requests do not have. */
    private static final Set<String> OF_UPGRADE =
            Set.of(
                    "connection",
                    "upgrade",
                    "content-length",
                    "content-type",
                    "content-encoding",
                    "transfer-encoding",
                    "te",
                    "trailer",
                    "expect",
                    "keep-alive",
                    "accept-encoding",
                    "x-request-id");

    @Override
    public void serve(Call call) {
        Headers headers = call.request().headers();
        Optional<String> key = headers.first(HeaderNames.create("Sec-WebSocket-Key"));
        if (!isUpgrade(headers)
                || call.watch().isHttp10()
                || !key.filter(SocketRoute::isKey).isPresent()) {
            call.send(RouteTable.notAllowed(surface, call, "POST, OPTIONS; GET for a WebSocket"));
            return;
        }
        // From now on a client that is too slow is cut without an answer of HTTP.
        var _ = call.watch().answerEarly();
        call.watch().allowIdle(LONGEST_IDLE);
        call.watch()
                .output()
                .write(BufferData.create(accepted(key.get()).getBytes(StandardCharsets.US_ASCII)));
        int most = Math.min(mostBody, MOST_MESSAGE);
        String head = head(headers);
        call.watch()
                .connection()
                .upgrade(
                        (in, out) ->
                                new SocketTurns(
                                        new SocketFrames(
                                                in, out, most, call.watch()::requestComplete),
                                        head,
                                        new Continuation(most)));
        throw new CloseConnectionException("the connection continues as a WebSocket");
    }

    private static boolean isUpgrade(Headers headers) {
        return headers.first(HeaderNames.UPGRADE).filter(WEBSOCKET::equalsIgnoreCase).isPresent()
                && headers.first(HeaderNames.CONNECTION)
                        .filter(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"))
                        .isPresent()
                && headers.first(HeaderNames.create("Sec-WebSocket-Version"))
                        .filter(VERSION::equals)
                        .isPresent();
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String accepted(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                    + Base64.getEncoder().encodeToString(digest)
                    + "\r\n\r\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1", e);
        }
    }

    /** Returns the head of the requests that messages become, without its end. */
    private String head(Headers headers) {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\n");
        head.append("Content-Type: application/json\r\n");
        for (Header header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!OF_UPGRADE.contains(name) && !name.startsWith("sec-websocket-")) {
                header.allValues()
                        .forEach(
                                value ->
                                        head.append(header.name())
                                                .append(": ")
                                                .append(value)
                                                .append("\r\n"));
            }
        }
        return head.toString();
    }
}

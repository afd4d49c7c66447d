package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.dialects.JsonReader;
import dev.chasqui.adapters.processes.Continuity;
import dev.chasqui.domain.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What llama-server is asked of its slots, all of it before one deadline. */
final class SlotCalls {
    private static final int OK = 200;
    private static final int MOST_BYTES = 4 << 20;

    private final Continuity.Server server;
    private final long end;

    SlotCalls(Continuity.Server server, Duration patience) {
        this.server = server;
        this.end = System.nanoTime() + patience.toNanos();
    }

    /** The server does not do what it is asked. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private Refused(int status) {
            super("the server answered with status " + status);
        }
    }

    /** Its slots. */
    List<Json.Obj> slots() throws IOException {
        HttpURLConnection request = open("/slots");
        try {
            requireOk(request.getResponseCode());
            return read(request) instanceof Json.Arr all
                    ? all.items().stream()
                            .filter(Json.Obj.class::isInstance)
                            .map(Json.Obj.class::cast)
                            .toList()
                    : List.of();
        } finally {
            request.disconnect();
        }
    }

    private static void requireOk(int status) throws Refused {
        if (status != OK) {
            throw new Refused(status);
        }
    }

    /**
     * Has a slot saved to a file of the server's folder, or restored from it.
     *
     * @return what it says of that; empty if it refuses
     */
    Optional<Json.Obj> act(String slot, String action, String file) throws IOException {
        HttpURLConnection request = open("/slots/" + slot + "?action=" + action);
        try {
            request.setRequestMethod("POST");
            request.setDoOutput(true);
            request.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = request.getOutputStream()) {
                Json body = Json.Obj.EMPTY.with("filename", Json.of(file));
                out.write(body.toString().getBytes(StandardCharsets.UTF_8));
            }
            return request.getResponseCode() == OK && read(request) instanceof Json.Obj answer
                    ? Optional.of(answer)
                    : Optional.empty();
        } finally {
            request.disconnect();
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
            throw new SocketTimeoutException("it took too long");
        }
        HttpURLConnection request =
                (HttpURLConnection)
                        URI.create("http://127.0.0.1:" + server.port() + path)
                                .toURL()
                                .openConnection(Proxy.NO_PROXY);
        request.setConnectTimeout((int) left);
        request.setReadTimeout((int) left);
        request.setInstanceFollowRedirects(false);
        request.setRequestProperty("Authorization", "Bearer " + server.key());
        return request;
    }

    private static Json read(HttpURLConnection request) throws IOException {
        try (InputStream in = request.getInputStream()) {
            return JsonReader.read(in.readNBytes(MOST_BYTES));
        }
    }
}

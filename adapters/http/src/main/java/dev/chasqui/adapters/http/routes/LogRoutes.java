package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.connection.WatchedWriter;
import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Draining;
import dev.chasqui.adapters.http.edge.QueryForm;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.port.ModelLogs;
import dev.chasqui.application.port.ModelLogs.LogLine;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.Method;
import io.helidon.webserver.ServerConnectionException;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The route by which administrators read the logs of models' servers: the last lines, or all lines
 * as they are written.
 */
public final class LogRoutes {
    private static final int USUAL = 200;
    private static final int MOST = 10_000;

    /** The interval at which a route that follows a log checks if it should end. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Surface surface;
    private final Pool pool;
    private final Models models;
    private final ModelLogs logs;
    private final Draining draining;

    /**
     * Prepares the route.
     *
     * @param models resolves aliases of models
     */
    public LogRoutes(Surface surface, Pool pool, Models models, ModelLogs logs, Draining draining) {
        this.surface = surface;
        this.pool = pool;
        this.models = models;
        this.logs = logs;
        this.draining = draining;
    }

    /** Adds the route to a table. */
    public void addTo(RouteTable routes) {
        routes.get("/admin/pool/log", Access.ADMIN, surface, this::log);
    }

    private void log(Call call) {
        QueryForm query = new QueryForm(call.request().prologue().query().rawValue());
        String asked =
                query.only("model")
                        .filter(name -> !name.isBlank())
                        .orElseThrow(() -> invalid("model", "", "the name of one of the pool"));
        // An unknown name is an error that lists the models.
        String model = pool.state(models.resolve(asked)).model().name();
        int wanted = query.only("lines").map(LogRoutes::lines).orElse(USUAL);
        boolean follow = query.only("follow").map(LogRoutes::flag).orElse(false);
        if (call.request().prologue().method().equals(Method.HEAD)) {
            call.sendLiveHead(Answer.TEXT);
            return;
        }
        List<LogLine> last = logs.last(model, Math.max(1, wanted));
        List<LogLine> shown = wanted == 0 ? List.of() : last;
        if (follow) {
            long known = last.isEmpty() ? 0 : last.getLast().number();
            follow(call, model, shown, known);
        } else {
            call.send(new Answer(200, Answer.TEXT, text(shown)));
        }
    }

    /** Sends lines until the client leaves, the server stops or the model is removed. */
    private void follow(Call call, String model, List<LogLine> first, long known) {
        AtomicBoolean over = new AtomicBoolean();
        try (var _ = call.watch().whenClientLeaves(() -> over.set(true))) {
            OutputStream out = begun(call);
            write(out, first);
            long last = known;
            while (!over.get() && !draining.begun()) {
                Optional<List<LogLine>> lines = after(model, last);
                if (lines.isEmpty()) {
                    break;
                }
                write(out, lines.get());
                last = lines.get().isEmpty() ? last : lines.get().getLast().number();
            }
            if (call.watch().clientLeft()) {
                throw new FailureException(new Failure.Cancelled());
            }
            call.end();
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            call.watch().cut();
            throw new FailureException(new Failure.Cancelled(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    /** Returns the next lines; empty if the model was removed. */
    private Optional<List<LogLine>> after(String model, long last) throws InterruptedException {
        try {
            return Optional.of(logs.after(model, last, LOOK));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Begins an answer and sends its head at once, since its first line may take long to come. */
    private static OutputStream begun(Call call) throws IOException {
        WatchedWriter socket = call.watch().output();
        socket.gather();
        try {
            OutputStream out = call.live(Answer.TEXT, Map.of());
            // Helidon sends a head only with a piece of the body; this piece is dropped below.
            out.write('\n');
            out.flush();
            return out;
        } finally {
            socket.releaseHead();
        }
    }

    /** Writes lines. An empty list is skipped, since a chunk without bytes would end the answer. */
    private static void write(OutputStream out, List<LogLine> lines) throws IOException {
        if (!lines.isEmpty()) {
            out.write(text(lines));
            out.flush();
        }
    }

    private static byte[] text(List<LogLine> lines) {
        return lines.stream()
                .map(line -> line.time().truncatedTo(ChronoUnit.MILLIS) + " " + line.text() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int lines(String text) {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= MOST) {
            return Integer.parseInt(text);
        }
        throw invalid("lines", text, "0 to " + MOST);
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw invalid("follow", text, "true or false");
        };
    }

    private static FailureException invalid(String name, String value, String expected) {
        return new FailureException(
                new Failure.Invalid(name, name + ": " + value + " (expected: " + expected + ")"));
    }
}

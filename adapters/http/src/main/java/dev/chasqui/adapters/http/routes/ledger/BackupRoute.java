package dev.chasqui.adapters.http.routes.ledger;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.ledger.Books;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.Backups;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import io.helidon.webserver.ServerConnectionException;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;

/** The route by which administrators get a copy of the database while it is used. */
public final class BackupRoute {
    /** The most bytes of the request's body, whose content has no meaning. */
    private static final int MOST_BODY = 64 * 1024;

    private final Surface house;
    private final Books books;
    private final InstantSource clock;

    /** Prepares the route. */
    public BackupRoute(Surface house, Books books, InstantSource clock) {
        this.house = house;
        this.books = books;
        this.clock = clock;
    }

    /** Adds the route to a table. */
    public void addTo(RouteTable routes) {
        routes.post("/admin/backup", Access.ADMIN, house, this::send);
    }

    private void send(Call call) {
        var _ = call.body(MOST_BODY);
        try (Backups.Copy copy = books.backups().make()) {
            books.audit()
                    .add(
                            new AuditEntry(
                                    clock.instant(),
                                    call.caller().name(),
                                    "backup",
                                    "database",
                                    "",
                                    Json.Obj.EMPTY.with("bytes", Json.of(copy.size())).toString()));
            OutputStream out =
                    call.stream(
                            200,
                            Map.of("Content-Type", "application/zip", "Cache-Control", "no-store"));
            copy.sendTo(out);
            call.end();
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            call.watch().cut();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }
}

package dev.chasqui.adapters.http.routes.registry;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.registry.Registration;
import dev.chasqui.application.registry.ServerRegistry;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.util.function.BiConsumer;

/** The routes by which administrators see, add, remove and drain the servers behind this one. */
public final class RegistryRoutes {
    private static final String SERVERS = "/admin/servers";
    private static final int MOST_BODY = 64 * 1024;

    private final Surface house;
    private final ServerRegistry registry;
    private final ServerList list;

    /** Prepares the routes. */
    public RegistryRoutes(Surface house, ServerRegistry registry, ServerList list) {
        this.house = house;
        this.registry = registry;
        this.list = list;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        routes.get(SERVERS, Access.ADMIN, house, call -> call.send(Answer.json(list.byKind())))
                .post(SERVERS + "/register", Access.ADMIN, house, this::register)
                .post(SERVERS + "/unregister", Access.ADMIN, house, this::unregister)
                .post(SERVERS + "/{id}/drain", Access.ADMIN, house, marking(true, registry::drain))
                .post(
                        SERVERS + "/{id}/resume",
                        Access.ADMIN,
                        house,
                        marking(false, registry::resume));
    }

    private void register(Call call) {
        ServerEntry server = registry.register(call.caller(), Registration.of(body(call)));
        call.send(Answer.json(list.told(server)));
    }

    private void unregister(Call call) {
        String id =
                body(call)
                        .text("server_id")
                        .orElseThrow(
                                () ->
                                        invalid(
                                                "server_id",
                                                "server_id: missing (expected: the id of a"
                                                        + " registered server)"));
        ServerEntry server = registry.unregister(call.caller(), id);
        call.send(Answer.json(list.told(server)));
    }

    private static Endpoint marking(boolean drained, BiConsumer<Caller, String> change) {
        return call -> {
            var _ = call.body(MOST_BODY);
            String id = call.request().path().pathParameters().get("id");
            change.accept(call.caller(), id);
            call.send(
                    Answer.json(
                            Json.Obj.EMPTY
                                    .with("id", Json.of(id))
                                    .with("drained", Json.of(drained))));
        };
    }

    private static Json.Obj body(Call call) {
        if (JsonReader.read(call.body(MOST_BODY)) instanceof Json.Obj object) {
            return object;
        }
        throw invalid("body", "the body is no object (expected: {\"url\": ...})");
    }

    private static FailureException invalid(String field, String message) {
        return new FailureException(new Failure.Invalid(field, message));
    }
}

package dev.chasqui.adapters.http.connection;

import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.Routing;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

import java.util.List;

/**
 * The routing of all connections, which can be replaced while they are served. Each request is
 * routed entirely by the routing that is present when it arrives.
 *
 * <p>Connections get it by their context. If a complete routing is passed to Helidon's builder
 * instead, it is undefined if Helidon uses that one or an empty one (4.5.0). Safe for use by
 * several threads.
 */
public final class SwappedRouting implements HttpRouting, Router {
    private volatile HttpRouting present = HttpRouting.empty();

    /** Replaces the routing for later requests. */
    public void swap(HttpRouting next) {
        present = next;
    }

    @Override
    public void route(ConnectionContext context, RoutingRequest request, RoutingResponse response) {
        present.route(context, request, response);
    }

    @Override
    public HttpSecurity security() {
        return present.security();
    }

    @Override
    public <T extends Routing> T routing(Class<T> type, T otherwise) {
        return type.isInstance(this) ? type.cast(this) : otherwise;
    }

    @Override
    public List<Routing> routings() {
        return List.of(this);
    }

    @Override
    public void beforeStart() {}

    @Override
    public void afterStart(io.helidon.webserver.WebServer server) {}

    @Override
    public void afterStop() {}
}

package dev.chasqui.adapters.http;

import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * The routing of a listener, which may be replaced while the listener serves: each request is
 * routed as a whole by the one that is present when it comes.
 */
final class SwappedRouting implements HttpRouting {
    private volatile HttpRouting present = HttpRouting.empty();

    /** Lets requests that come from now on be routed so. */
    void swap(HttpRouting next) {
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

    /** {@inheritDoc} By this type a connection looks for its routing. */
    @Override
    public Class<HttpRouting> routingType() {
        return HttpRouting.class;
    }
}

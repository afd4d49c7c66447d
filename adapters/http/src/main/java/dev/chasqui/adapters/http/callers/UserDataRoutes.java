package dev.chasqui.adapters.http.callers;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.personal.UserAccounts;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import io.helidon.http.Method;
import io.helidon.webserver.ServerConnectionException;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * The routes by which administrators take out what is kept of one user, and have it forgotten. A
 * name that nobody has is no mistake: something may be left of a user that was removed.
 */
public final class UserDataRoutes {
    private static final String DATA = "/admin/users/{name}/data";
    private static final int MOST_BODY = 1024;
    private static final int LONGEST_NAME = 200;

    /** An export that fails before as many bytes are there has a status. */
    private static final int BUFFER = 64 * 1024;

    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/json", "Cache-Control", "no-store");

    private final Surface house;
    private final UserAccounts accounts;

    /** Prepares the routes. */
    public UserDataRoutes(Surface house, UserAccounts accounts) {
        this.house = house;
        this.accounts = accounts;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        routes.get(DATA, Access.ADMIN, house, this::export);
        routes.add(new HttpRoute(Method.DELETE, DATA, Access.ADMIN, house, true, this::forget));
    }

    private static String name(Call call) {
        String name = call.request().path().pathParameters().get("name");
        if (name.length() > LONGEST_NAME) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.of("name"),
                            "name: %d characters (expected: at most %d)"
                                    .formatted(name.length(), LONGEST_NAME)));
        }
        return name;
    }

    private void export(Call call) {
        String name = name(call);
        if (call.request().prologue().method().equals(Method.HEAD)) {
            call.sendHead(200, HEADERS);
            return;
        }
        try {
            OutputStream out = new BufferedOutputStream(new Begun(call), BUFFER);
            accounts.export(call.caller(), name, out);
            out.flush();
            call.end();
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            call.watch().cut();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private void forget(Call call) {
        var _ = call.body(MOST_BODY);
        String name = name(call);
        call.send(
                Answer.json(
                        Json.Obj.EMPTY
                                .with("user", Json.of(name))
                                .with("forgotten", accounts.forget(call.caller(), name))));
    }

    /** The body of an answer, which begins with the first bytes. */
    private static final class Begun extends OutputStream {
        private final Call call;
        private OutputStream inner = OutputStream.nullOutputStream();
        private boolean begun;

        Begun(Call call) {
            this.call = call;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (!begun) {
                begun = true;
                inner = call.stream(200, HEADERS);
            }
            inner.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            inner.flush();
        }
    }
}

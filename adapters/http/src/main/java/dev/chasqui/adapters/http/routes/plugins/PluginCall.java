package dev.chasqui.adapters.http.routes.plugins;

import dev.chasqui.adapters.http.connection.RequestBody;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.QueryForm;
import dev.chasqui.application.port.ModelView;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.route.RouteCall;

import io.helidon.http.HeaderNames;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request as a plug-in's route sees it.
 *
 * @param view what the caller may use
 * @param segments the values of the segments in braces by name
 * @param counted true if memory is reserved for a body that is read as a whole
 * @param cancellation cancelled when the client leaves
 */
record PluginCall(
        Call call,
        ModelView view,
        Map<String, String> segments,
        RequestBody requestBody,
        boolean counted,
        Cancellation cancellation)
        implements RouteCall {

    @Override
    public Caller caller() {
        return call.caller();
    }

    @Override
    public boolean mayUseCollection(String name) {
        return view.mayUseCollection(Optional.of(name));
    }

    @Override
    public String segment(String name) {
        String value = segments.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "segment: '" + name + "' (expected: one of " + segments.keySet() + ")");
        }
        return value;
    }

    @Override
    public Optional<String> query(String name) {
        return new QueryForm(call.request().prologue().query().rawValue()).first(name);
    }

    @Override
    public Optional<String> contentType() {
        return call.request().headers().first(HeaderNames.CONTENT_TYPE);
    }

    @Override
    public OptionalLong length() {
        return requestBody.length();
    }

    @Override
    public InputStream body() {
        return requestBody;
    }

    @Override
    public Json.Obj json() {
        byte[] whole = counted ? requestBody.readWhole() : requestBody.readUncounted();
        if (JsonReader.read(whole) instanceof Json.Obj object) {
            return object;
        }
        throw new FailureException(
                new Failure.Invalid(
                        Optional.empty(), "the body is no JSON object (expected: {...})"));
    }
}

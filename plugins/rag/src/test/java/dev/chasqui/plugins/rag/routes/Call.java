package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** A call of a route with a path, parameters and a body that the test sets. */
record Call(
        Map<String, String> segments,
        Map<String, String> parameters,
        Optional<String> contentType,
        byte[] bytes,
        Json.Obj json)
        implements RouteCall {

    static Call get(Map<String, String> segments, Map<String, String> parameters) {
        return new Call(segments, parameters, Optional.empty(), new byte[0], Json.Obj.EMPTY);
    }

    static Call json(String collection, Json.Obj json) {
        return new Call(
                Map.of("name", collection),
                Map.of(),
                Optional.of("application/json"),
                new byte[0],
                json);
    }

    static Call form(String collection, byte[] body) {
        return new Call(
                Map.of("name", collection),
                Map.of(),
                Optional.of("multipart/form-data; boundary=xyz"),
                body,
                Json.Obj.EMPTY);
    }

    @Override
    public Caller caller() {
        return Caller.anonymous("127.0.0.1");
    }

    @Override
    public boolean mayUseCollection(String name) {
        return true;
    }

    @Override
    public String segment(String name) {
        return Objects.requireNonNull(segments.get(name), name);
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(Math.max(bytes.length, json.toString().length()));
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public Cancellation cancellation() {
        return new Cancellation();
    }
}

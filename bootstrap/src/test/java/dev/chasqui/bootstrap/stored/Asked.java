package dev.chasqui.bootstrap.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.exchange.Keys;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.util.List;

/** A server with the users ana and bob before one backend, and the questions of tests. */
final class Asked implements AutoCloseable {
    static final String CHAT = "/v1/chat/completions";
    static final String RESPONSES = "/v1/responses";
    static final String CONVERSATIONS = "/v1/conversations";

    final FakeBackend backend = FakeOpenAi.start("tiny").on("POST", CHAT, FakeOpenAi.chat("Yes."));
    final StartedServer server;

    /** Starts a server with more keys of the config, each behind a comma. */
    Asked(String more) {
        server = StartedServer.of(config(more));
    }

    String config(String more) {
        return "{\"backends\":[%s],\"keys\":[%s,%s]%s}"
                .formatted(
                        StartedServer.backendConfig("backend", backend, "openai"),
                        Keys.entry("ana", "user", "\"*\""),
                        Keys.entry("bob", "user", "\"*\""),
                        more.replace('\'', '"'));
    }

    /** Sends a request; single quotes stand for double ones. */
    static WireMessage send(int port, String user, String method, String path, String body)
            throws IOException {
        try (RawHttp client = RawHttp.connect(port)) {
            return client.request(method, path, body.replace('\'', '"'), Keys.bearer(user))
                    .readResponse();
        }
    }

    WireMessage send(String user, String method, String path, String body) throws IOException {
        return send(server.port(), user, method, path, body);
    }

    /** Sends a request that succeeds, and returns its answer. */
    Json.Obj done(String user, String method, String path, String body) throws IOException {
        WireMessage answer = send(user, method, path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return json(answer);
    }

    /** Sends a request that fails with this status, and returns the error. */
    Json.Obj failed(int status, String user, String method, String path, String body)
            throws IOException {
        WireMessage answer = send(user, method, path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return json(answer).object("error");
    }

    static Json.Obj json(WireMessage answer) {
        return (Json.Obj) JsonReader.read(answer.body());
    }

    /** Asks for a response as ana; returns it. */
    Json.Obj respond(String members) throws IOException {
        return done("ana", "POST", RESPONSES, "{'model':'tiny'," + members + "}");
    }

    static String id(Json.Obj thing) {
        return thing.text("id").orElseThrow();
    }

    static List<Json.Obj> list(Json.Obj holder, String name) {
        return ((Json.Arr) holder.get(name).orElseThrow())
                .items().stream().map(Json.Obj.class::cast).toList();
    }

    /** Returns the texts of the messages that the backend has got last. */
    List<String> told() {
        Received last = backend.received(CHAT).getLast();
        return list((Json.Obj) JsonReader.read(last.message().body()), "messages").stream()
                .map(Asked::text)
                .toList();
    }

    /** Returns the text of a message or an item. */
    static String text(Json.Obj message) {
        return message.get("content").orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> parts)
                ? ((Json.Obj) parts.getFirst()).text("text").orElse("")
                : message.text("content").orElse("");
    }

    @Override
    public void close() {
        server.close();
        backend.close();
    }
}

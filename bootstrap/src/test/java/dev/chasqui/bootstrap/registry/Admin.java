package dev.chasqui.bootstrap.registry;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.util.List;

/**
 * An administrator on this machine, who needs no key. Quotes may be spelled as {@code '}.
 *
 * @param port the port of the server
 */
record Admin(int port) {
    static final String CHAT = "/v1/chat/completions";

    WireMessage post(String path, String body) throws IOException {
        return RawHttp.post(port, path, body.replace('\'', '"'));
    }

    /** Sends a request that succeeds, and returns the object of its answer. */
    Json.Obj done(String path, String body) throws IOException {
        return object(post(path, body));
    }

    /** Registers a server and returns its id. */
    String register(FakeBackend server, String more) throws IOException {
        return done("/admin/servers/register", "{'url':'" + server.url() + "'" + more + "}")
                .text("id")
                .orElseThrow();
    }

    /** Returns the registered, configured and found servers of a kind. */
    List<Json.Obj> servers(String kind) throws IOException {
        Json.Obj servers = get("/admin/servers").object("servers");
        return servers.get(kind).orElse(Json.Arr.EMPTY) instanceof Json.Arr(var items)
                ? items.stream().map(Json.Obj.class::cast).toList()
                : List.of();
    }

    Json.Obj get(String path) throws IOException {
        return object(RawHttp.get(port, path));
    }

    private static Json.Obj object(WireMessage answer) {
        if (answer.status() != 200) {
            throw new AssertionError(answer.firstLine() + " " + answer.text());
        }
        return (Json.Obj) JsonReader.read(answer.body());
    }

    WireMessage ask(String model) throws IOException {
        return RawHttp.post(port, CHAT, question(model));
    }

    /** Returns the body of a chat. */
    static String question(String model) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                .formatted(model);
    }

    /** Returns the name of the backend that answers for a model. */
    String answering(String model) throws IOException {
        WireMessage answer = ask(model);
        return answer.header("X-Chasqui-Backend").orElse(answer.firstLine());
    }
}

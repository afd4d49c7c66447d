package dev.chasqui.bootstrap.library;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The calls of Ollama's clients to a server. */
record Calls(int port) {
    WireMessage post(String path, String body, Header... headers) throws IOException {
        return RawHttp.post(port, path, body, headers);
    }

    WireMessage get(String path, Header... headers) throws IOException {
        return RawHttp.get(port, path, headers);
    }

    WireMessage delete(String body) throws IOException {
        return send("DELETE", "/api/delete", body);
    }

    WireMessage send(String method, String path, String body) throws IOException {
        try (RawHttp client = RawHttp.connect(port)) {
            return client.request(method, path, body).readResponse();
        }
    }

    /** Returns the names in {@code GET /api/tags}. */
    String tags() throws IOException {
        return String.join(
                " ",
                ((Json.Arr) json(get("/api/tags").text()).get("models").orElseThrow())
                        .items().stream()
                                .map(model -> ((Json.Obj) model).text("name").orElseThrow())
                                .toList());
    }

    Json.Obj show(String model) throws IOException {
        return json(post("/api/show", "{\"model\":\"" + model + "\"}").text());
    }

    static Json.Obj json(String text) {
        return (Json.Obj) JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    static Json.Obj body(Received request) {
        return json(request.message().text());
    }
}

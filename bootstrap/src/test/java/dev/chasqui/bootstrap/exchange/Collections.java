package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client of a started server's collections of documents, with an administrator's rights. */
public record Collections(int port) {
    private static final String ROOT = "/admin/collections";

    /** Adds a document, which can be found when this returns. */
    public Json.Obj add(String collection, String name, String text) throws IOException {
        WireMessage answer = post(collection, name, text);
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return Reply.parse(answer.text());
    }

    /** Adds a document and returns the answer. */
    WireMessage post(String collection, String name, String text) throws IOException {
        Json.Obj body = Json.Obj.EMPTY.with("name", Json.of(name)).with("text", Json.of(text));
        return RawHttp.post(port, documents(collection), body.toString());
    }

    /** Adds a file as a form and returns the answer. */
    WireMessage upload(String collection, String fileName, String content) throws IOException {
        return upload(collection, fileName, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes as they are and returns the answer. */
    WireMessage upload(String collection, String fileName, byte[] content) throws IOException {
        String start =
                """
                --frontier
                Content-Disposition: form-data; name="file"; filename="%s"

                """
                        .formatted(fileName)
                        .replace("\n", "\r\n");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(start.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n--frontier--\r\n".getBytes(StandardCharsets.UTF_8));
        String head =
                """
                POST %s HTTP/1.1
                Host: 127.0.0.1:%d
                Content-Type: multipart/form-data; boundary=frontier
                Content-Length: %d

                """
                        .formatted(documents(collection), port, body.size())
                        .replace("\n", "\r\n");
        try (RawHttp http = RawHttp.connect(port)) {
            return http.send(head).send(body.toByteArray()).readResponse();
        }
    }

    /** Returns the names of the documents, in their order. */
    List<String> names(String collection) throws IOException {
        Json.Obj answer = Reply.parse(RawHttp.get(port, documents(collection)).text());
        return ((Json.Arr) answer.get("documents").orElseThrow())
                .items().stream()
                        .map(document -> ((Json.Obj) document).text("name").orElseThrow())
                        .toList();
    }

    WireMessage get(String path) throws IOException {
        return RawHttp.get(port, ROOT + path);
    }

    WireMessage delete(String path) throws IOException {
        try (RawHttp http = RawHttp.connect(port)) {
            return http.request("DELETE", ROOT + path, "").readResponse();
        }
    }

    private static String documents(String collection) {
        return ROOT + "/" + collection + "/documents";
    }
}

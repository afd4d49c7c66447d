package dev.chasqui.bootstrap.sessions;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.Sha256;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server with two users and an administrator before one backend of OpenAI's dialect. */
final class SessionServer implements AutoCloseable {
    static final String CHAT = "/v1/chat/completions";

    final FakeBackend backend =
            FakeOpenAi.start("tiny").on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
    private final ReloadedServer server;
    private final String ofAna;

    SessionServer(Path folder, String more) throws IOException {
        this(folder, more, "");
    }

    /**
     * @param more further members of the config, each behind a comma
     * @param ofAna further members of ana's key, each behind a comma
     */
    SessionServer(Path folder, String more, String ofAna) throws IOException {
        this.ofAna = ofAna;
        server = ReloadedServer.start(folder, config(more));
    }

    private String config(String more) {
        return """
        {'backends':[{'name':'backend','type':'openai','url':'%s'}],'keys':[%s,%s,%s],
         'ledger':{'on':false}%s}
        """
                .formatted(
                        backend.url(),
                        key("ana", "user", ofAna),
                        key("bea", "user", ""),
                        key("root", "admin", ""),
                        more)
                .replace('\'', '"');
    }

    private static String key(String name, String role, String more) {
        return "{'name':'%s','role':'%s','agents':['*'],'sha256':'%s'%s}"
                .formatted(name, role, Sha256.of(secret(name)), more);
    }

    private static String secret(String name) {
        return "key-of-" + name + "-0123456789";
    }

    static Header as(String user) {
        return new Header("Authorization", "Bearer " + secret(user));
    }

    static Header session(String name) {
        return new Header("X-Chasqui-Session", name);
    }

    int port() {
        return server.port();
    }

    /** Reloads with another config; the rest of it stays. */
    WireMessage reload(String more) throws IOException {
        return server.reload(config(more), as("root"));
    }

    /** Sends a body with apostrophes for quotes. */
    WireMessage post(String path, String body, Header... headers) throws IOException {
        return RawHttp.post(port(), path, body.replace('\'', '"'), headers);
    }

    /** Sends a chat of ana with these messages. */
    WireMessage chat(String session, String messages) throws IOException {
        return post(CHAT, body(messages), as("ana"), session(session));
    }

    static String body(String messages) {
        return "{'model':'tiny','messages':[" + messages + "]}";
    }

    static String user(String text) {
        return "{'role':'user','content':'" + text + "'}";
    }

    static String bot(String text) {
        return "{'role':'assistant','content':'" + text + "'}";
    }

    WireMessage send(String method, String path, String body, String as) throws IOException {
        try (RawHttp client = RawHttp.connect(port())) {
            return client.request(method, path, body.replace('\'', '"'), as(as)).readResponse();
        }
    }

    /** Returns the lines of a session of ana. */
    List<String> lines(String session) throws IOException {
        WireMessage answer = send("GET", "/chat/history/" + session, "", "ana");
        if (answer.status() != 200) {
            throw new AssertionError(answer.text());
        }
        Json.Obj json = (Json.Obj) JsonReader.read(answer.body());
        List<String> lines = new ArrayList<>();
        for (Json line : ((Json.Arr) json.get("messages").orElseThrow()).items()) {
            lines.add(((Json.Str) line).value());
        }
        return lines;
    }

    /** Returns the messages that the backend got last, as "role: text". */
    List<String> got() {
        List<Received> all = backend.received(CHAT);
        Json.Obj json = (Json.Obj) JsonReader.read(all.getLast().message().body());
        List<String> texts = new ArrayList<>();
        for (Json one : ((Json.Arr) json.get("messages").orElseThrow()).items()) {
            Json.Obj message = (Json.Obj) one;
            texts.add(
                    message.text("role").orElseThrow()
                            + ": "
                            + message.text("content")
                                    .orElseGet(
                                            () ->
                                                    String.valueOf(
                                                            message.get("content")
                                                                    .orElse(Json.Null.NULL))));
        }
        return texts;
    }

    @Override
    public void close() {
        server.close();
        backend.close();
    }
}

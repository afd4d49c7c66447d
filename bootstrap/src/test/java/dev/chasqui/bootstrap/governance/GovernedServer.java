package dev.chasqui.bootstrap.governance;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Sha256;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A started server before a fake backend with the models {@code hello} and {@code other}. */
public final class GovernedServer implements AutoCloseable {
    /** The administrator's key of the config, if it has one. */
    public static final String CONFIG_ADMIN = "config-admin-key";

    private final FakeBackend backend = FakeOpenAi.start("hello", "other");
    private final StartedServer server;

    private GovernedServer(String more, Path... plugins) {
        server =
                StartedServer.of(
                        "{\"backends\":["
                                + StartedServer.backendConfig("backend", backend, "openai")
                                + "]"
                                + more
                                + "}",
                        plugins);
    }

    /** Starts a server without any key. */
    public static GovernedServer withoutKeys() {
        return new GovernedServer("");
    }

    /** Starts a server whose config has the key of an administrator, and more members. */
    public static GovernedServer withConfigAdmin(String more, Path... plugins) {
        return new GovernedServer(
                ",\"keys\":[{\"name\":\"root\",\"role\":\"admin\",\"sha256\":\""
                        + Sha256.of(CONFIG_ADMIN)
                        + "\"}]"
                        + more,
                plugins);
    }

    public FakeBackend backend() {
        return backend;
    }

    public StartedServer server() {
        return server;
    }

    /**
     * Sends a request with a key; with an empty one, without. Quotes may be spelled as {@code '}.
     */
    public WireMessage send(String key, String method, String path, String body, Header... more)
            throws IOException {
        Stream<Header> bearer =
                key.isEmpty()
                        ? Stream.empty()
                        : Stream.of(new Header("Authorization", "Bearer " + key));
        try (RawHttp client = RawHttp.connect(server.port())) {
            return client.request(
                            method,
                            path,
                            body.replace('\'', '"'),
                            Stream.concat(bearer, Stream.of(more)).toArray(Header[]::new))
                    .readResponse();
        }
    }

    /** Sends a request that succeeds, and returns the object of its answer. */
    public Json.Obj done(String key, String method, String path, String body) throws IOException {
        WireMessage answer = send(key, method, path, body);
        if (answer.status() / 100 != 2) {
            throw new AssertionError(path + ": " + answer.firstLine() + " " + answer.text());
        }
        return (Json.Obj) JsonReader.read(answer.body());
    }

    /**
     * Makes a user with a key and returns the key.
     *
     * @param members further members of the user, each after a comma; apostrophes stand for quotes
     */
    public String keyOfUser(String name, String members) throws IOException {
        done(CONFIG_ADMIN, "POST", "/admin/users", "{'name':'" + name + "'" + members + "}");
        return key(name, "{}");
    }

    /** Makes a key of a user by the key of the config's administrator, and returns it. */
    public String key(String user, String body) throws IOException {
        return done(CONFIG_ADMIN, "POST", "/admin/users/" + user + "/keys", body)
                .text("key")
                .orElseThrow();
    }

    /** Asks a model for a chat. */
    public WireMessage chat(String key, String model, Header... more) throws IOException {
        return send(
                key,
                "POST",
                "/v1/chat/completions",
                "{'model':'" + model + "','messages':[{'role':'user','content':'Hi'}]}",
                more);
    }

    @Override
    public void close() {
        server.close();
        backend.close();
    }
}

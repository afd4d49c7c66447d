package dev.chasqui.bootstrap.exchange;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Several backends of one server, each of which names itself in its answers. */
public final class RoutedBackends {
    public static final String CHAT = "/v1/chat/completions";
    public static final String QUESTION =
            "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private final List<AutoCloseable> open = new ArrayList<>();

    /** Closes all that was opened, the last first. */
    public void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    /** Has something closed at the end; returns it. */
    public <T extends AutoCloseable> T closed(T atTheEnd) {
        open.add(atTheEnd);
        return atTheEnd;
    }

    /** Starts a backend that names itself in its answers. */
    public FakeBackend backend(String name, String... models) {
        FakeBackend backend =
                FakeOpenAi.start(models).on("POST", CHAT, FakeOpenAi.chat("From " + name));
        open.add(backend);
        return backend;
    }

    /** Returns the entry of a backend in the config, with further keys behind a comma. */
    public static String entry(String name, FakeBackend backend, String more) {
        String entry = StartedServer.backendConfig(name, backend, "openai");
        return entry.substring(0, entry.length() - 1) + more + "}";
    }

    /** Returns a config of these backends. */
    public static String config(String more, String... backends) {
        return "{" + more + ",\"backends\":[" + String.join(",", backends) + "]}";
    }

    /** Starts a server before these backends. */
    public StartedServer server(String more, String... backends) {
        StartedServer server = StartedServer.of(config(more, backends));
        open.add(server);
        return server;
    }

    /** Asks for a chat with a model. */
    public static WireMessage ask(int port, String model, Header... headers) throws IOException {
        return RawHttp.post(port, CHAT, QUESTION.formatted(model), headers);
    }

    /** Asks for a chat with the model {@code tiny}. */
    public static WireMessage ask(StartedServer server) throws IOException {
        return ask(server.port(), "tiny");
    }

    /** Returns an answer with this status, and headers that end with line breaks. */
    public static Answer status(int status, String headers) {
        return (request, reply) ->
                reply.raw(
                        "HTTP/1.1 %d No\r\n%sContent-Length: 2\r\n\r\n{}"
                                .formatted(status, headers)
                                .getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the name of the backend that answered. */
    public static String backendOf(WireMessage answer) {
        return answer.header("X-Chasqui-Backend").orElse("");
    }
}

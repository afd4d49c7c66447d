package dev.chasqui.bootstrap.exchange;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A started server and its one backend, which has the model {@code tiny}.
 *
 * @param lent true if another owner closes it
 */
record Setting(Client dialect, FakeBackend backend, StartedServer server, boolean lent)
        implements AutoCloseable {

    /**
     * Starts a setting with a backend of this dialect that answers every request with {@code Hello
     * there!}.
     */
    static Setting with(Client dialect) {
        return with(dialect, "", "");
    }

    /**
     * Starts a setting with more in the config.
     *
     * @param entry more members of the backend's entry, each with a comma before it
     * @param sections more sections of the config, each with a comma before it
     */
    static Setting with(Client dialect, String entry, String sections, Path... plugins) {
        FakeBackend backend =
                switch (dialect) {
                    case OPENAI -> FakeOpenAi.start("tiny");
                    case OLLAMA -> FakeOllama.start("tiny");
                };
        String plain =
                StartedServer.backendConfig(
                        "backend", backend, dialect.name().toLowerCase(Locale.ROOT));
        String config =
                "{\"backends\":[%s%s}]%s}"
                        .formatted(plain.substring(0, plain.length() - 1), entry, sections);
        return new Setting(dialect, backend, StartedServer.of(config, plugins), false);
    }

    /** Sets the backend's answer to every chat. */
    void answers(Answer answer) {
        backend.on("POST", dialect.path(), answer);
    }

    int port() {
        return server.port();
    }

    RawHttp connect() {
        return RawHttp.connect(port());
    }

    Reply ask(Client client, String body) throws IOException {
        return client.ask(port(), body);
    }

    /** Returns the body of the latest request that reached the backend. */
    WireMessage forwarded() {
        return backend.received(dialect.path()).getLast().message();
    }

    /** Returns the latest request, parsed. */
    Json.Obj asked() {
        return Reply.parse(forwarded().text());
    }

    /** Returns the number of requests that reached the backend. */
    int questions() {
        return backend.received(dialect.path()).size();
    }

    /**
     * Returns this setting in its first state: its backend has received nothing and says {@code
     * Hello there!}.
     */
    Setting lend() {
        backend.forget();
        answers(dialect.saying("Hello there!"));
        return new Setting(dialect, backend, server, true);
    }

    @Override
    public void close() {
        if (!lent) {
            server.close();
            backend.close();
        }
    }
}

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
 * @param lent whether somebody else closes it
 */
record Setting(Client dialect, FakeBackend backend, StartedServer server, boolean lent)
        implements AutoCloseable {

    /** With a backend of this dialect that says {@code Hello there!} to whatever is asked. */
    static Setting with(Client dialect) {
        return with(dialect, "", "");
    }

    /**
     * The same with more in the config.
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

    /** Has the backend answer every chat so from now on. */
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

    /** What the backend got of the latest question. */
    WireMessage forwarded() {
        return backend.received(dialect.path()).getLast().message();
    }

    /** The same, read. */
    Json.Obj asked() {
        return Reply.parse(forwarded().text());
    }

    /** How many questions reached the backend. */
    int questions() {
        return backend.received(dialect.path()).size();
    }

    /** The same as new: its backend has received nothing and says {@code Hello there!}. */
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

package dev.chasqui.bootstrap.governance;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Sha256;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A server before two backends of the zone {@code open} and one of this network. */
final class OutsideBackends implements AutoCloseable {
    static final String CHAT = "/v1/chat/completions";

    /** It has the models {@code hello} and {@code other}. */
    final FakeBackend openAi = FakeOpenAi.start("hello", "other").on("POST", CHAT, chat("open"));

    /** It has the model {@code small}. */
    final FakeBackend ollama = FakeOllama.start("small");

    /** It has the models {@code near} and {@code other}. */
    final FakeBackend inside = FakeOpenAi.start("near", "other").on("POST", CHAT, chat("inside"));

    private final Path data;
    private final StartedServer server;

    /**
     * @param data the data folder
     * @param more further members of the config, each behind a comma; {@code '} stands for a quote
     */
    OutsideBackends(Path data, String more, Path... plugins) {
        this.data = data;
        String config =
                "{'backends':[%s,%s,%s],'keys':[{'name':'root','role':'admin','sha256':'%s'}]%s}"
                        .formatted(
                                entry("cloud", openAi, "openai", "open"),
                                entry("farm", ollama, "ollama", "open"),
                                entry("desk", inside, "openai", "restricted"),
                                Sha256.of(GovernedServer.CONFIG_ADMIN),
                                more);
        server = StartedServer.keeping(data, config.replace('\'', '"'), plugins);
    }

    private static Answer chat(String from) {
        return FakeOpenAi.chat("From " + from);
    }

    private static String entry(String name, FakeBackend backend, String type, String zone) {
        String entry = StartedServer.backendConfig(name, backend, type);
        return entry.substring(0, entry.length() - 1) + ",'zone':'" + zone + "'}";
    }

    StartedServer server() {
        return server;
    }

    WireMessage send(String method, String path, String body, Header... more) throws IOException {
        return send(GovernedServer.CONFIG_ADMIN, method, path, body, more);
    }

    WireMessage send(String key, String method, String path, String body, Header... more)
            throws IOException {
        Header[] headers =
                Stream.concat(
                                Stream.of(new Header("Authorization", "Bearer " + key)),
                                Stream.of(more))
                        .toArray(Header[]::new);
        try (RawHttp client = RawHttp.connect(server.port())) {
            return client.request(method, path, body.replace('\'', '"'), headers).readResponse();
        }
    }

    WireMessage chat(String model, String text, Header... more) throws IOException {
        return send(
                "POST",
                CHAT,
                "{'model':'%s','messages':[{'role':'user','content':'%s'}]}".formatted(model, text),
                more);
    }

    /** Returns the text of all files of the decision ledger. */
    static String ledger(Path data) {
        Path folder = data.resolve("chasqui.decisions");
        if (!Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> files = Files.list(folder)) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.sorted().toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the entries of the decision ledger of a request, the first ones first. */
    List<Json.Obj> entries(String request) throws IOException {
        Json.Obj list =
                (Json.Obj) JsonReader.read(send("GET", "/admin/decisions?limit=1000", "").body());
        return ((Json.Arr) list.get("data").orElseThrow())
                .items().reversed().stream()
                        .map(Json.Obj.class::cast)
                        .filter(one -> one.text("request").filter(request::equals).isPresent())
                        .toList();
    }

    Path data() {
        return data;
    }

    @Override
    public void close() {
        server.close();
        openAi.close();
        ollama.close();
        inside.close();
    }
}

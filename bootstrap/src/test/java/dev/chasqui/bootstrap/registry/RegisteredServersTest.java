package dev.chasqui.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Servers that are registered, listed and removed while the server runs. */
class RegisteredServersTest {
    private static final String REGISTER = "/admin/servers/register";
    private static final String UNREGISTER = "/admin/servers/unregister";

    private static FakeBackend desk;
    private static StartedServer server;
    private static Admin admin;

    private final FakeBackend rack = FakeOpenAi.start("rack-model");

    @BeforeAll
    static void start() {
        desk = FakeOpenAi.start("desk-model");
        server = StartedServer.before(desk, "openai");
        admin = new Admin(server.port());
    }

    @AfterAll
    static void stop() {
        server.close();
        desk.close();
    }

    @BeforeEach
    void isNotThereYet() throws IOException {
        assertThat(admin.ask("rack-model").status()).isEqualTo(404);
    }

    @AfterEach
    void close() throws IOException {
        WireMessage _ = admin.post(UNREGISTER, "{'server_id':'127.0.0.1-" + rack.port() + "'}");
        rack.close();
    }

    private static Json.Obj unregister(String id) throws IOException {
        return admin.done(UNREGISTER, "{'server_id':'" + id + "'}");
    }

    @Test
    void aServerIsRegisteredAndListedAndAnswersAtOnceUntilItIsUnregistered() throws IOException {
        String id = "127.0.0.1-" + rack.port();

        WireMessage registered = admin.post(REGISTER, "{'url':'" + rack.url() + "','kind':'chat'}");

        assertThat(registered.text())
                .isEqualTo(
                        """
                        {"id":"%s","kind":"chat","url":"%s","type":"generic"}\
                        """
                                .formatted(id, rack.url()));
        assertThat(admin.answering("rack-model")).isEqualTo(id);
        assertThat(admin.get("/admin/servers"))
                .hasToString(
                        """
                        {"servers":{"chat":[\
                        {"id":"backend","url":"%s","kind":"chat","type":"openai",\
                        "zone":"restricted","state":"up","source":"config"},\
                        {"id":"%s","url":"%s","kind":"chat","type":"generic",\
                        "zone":"restricted","state":"up","source":"registered"}]}}\
                        """
                                .formatted(desk.url(), id, rack.url()));

        assertThat(unregister(id).text("id")).contains(id);
        assertThat(admin.ask("rack-model").status()).isEqualTo(404);
        assertThat(admin.servers("chat")).hasSize(1);
    }

    @Test
    void theSameAddressAgainUpdatesTheServer() throws IOException {
        String id = admin.register(rack, ",'kind':'chat','api_key':'sk-0123456789-old'");
        String again = admin.register(rack, ",'kind':'embeddings,image','api_key':'sk-new'");

        assertThat(again).isEqualTo(id);
        assertThat(admin.servers("chat")).hasSize(1);
        assertThat(admin.servers("embeddings")).hasSize(1).isEqualTo(admin.servers("image"));
        assertThat(admin.servers("image").getFirst().text("api_key")).contains("***");
        assertThat(rack.received("/v1/models").getLast().message().header("Authorization"))
                .contains("Bearer sk-new");

        admin.register(rack, ",'kind':'chat'");
        assertThat(rack.received("/v1/models").getLast().message().header("Authorization"))
                .contains("Bearer sk-new");
    }

    @Test
    void aKindBoundsWhichRequestsTheServerGets() throws IOException {
        admin.register(rack, ",'kind':'embeddings'");

        WireMessage refused = admin.ask("rack-model");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("does not support chat");
        Json.Obj models = admin.get("/v1/info").object("models");
        assertThat(models.get("chat")).hasToString("Optional[[\"desk-model\"]]");
        assertThat(models.get("embeddings").orElseThrow().toString()).startsWith("[\"rack-model\"");
    }

    @Test
    void withoutAKindItsModelsDecideWhichRequestsItGets() throws IOException {
        rack.on(
                "GET",
                "/v1/models",
                Answer.json(
                        200,
                        "{\"object\":\"list\",\"data\":["
                            + "{\"id\":\"bge\",\"object\":\"model\",\"type\":\"embeddings\"}]}"));

        assertThat(admin.done(REGISTER, "{'url':'" + rack.url() + "'}").text("kind"))
                .contains("embeddings");
        assertThat(admin.servers("embeddings")).hasSize(1);
        assertThat(admin.servers("chat")).hasSize(1);
    }

    @Test
    void theKeyGoesToTheServerAndIsShownToNobody() throws IOException {
        String key = "sk-marked-0123456789";
        String id = admin.register(rack, ",'kind':'chat','api_key':'" + key + "'");

        assertThat(admin.answering("rack-model")).isEqualTo(id);
        assertThat(rack.received(Admin.CHAT).getFirst().message().header("Authorization"))
                .contains("Bearer " + key);
        assertThat(admin.servers("chat").getLast().text("api_key")).contains("***6789");
        assertThat(admin.get("/admin/backends").toString()).doesNotContain(key);
    }

    @Test
    void aZoneIsShownAndAKeyIsTakenAway() throws IOException {
        admin.register(rack, ",'kind':'chat','zone':'open','api_key':'sk-leaked'");
        assertThat(admin.servers("chat").getLast().text("zone")).contains("open");

        admin.register(rack, ",'api_key':null");

        assertThat(admin.servers("chat").getLast().text("zone")).contains("open");
        assertThat(admin.servers("chat").getLast().get("api_key")).isEmpty();
        assertThat(admin.answering("rack-model")).startsWith("127.0.0.1-");
        assertThat(rack.received(Admin.CHAT).getLast().message().header("Authorization")).isEmpty();
    }

    @Test
    void aChangeIsAuditedWithoutTheKey() throws IOException {
        String id = admin.register(rack, ",'kind':'chat','api_key':'sk-marked-0123456789'");
        admin.register(rack, ",'kind':'tts'");
        unregister(id);

        Polled.untilPasses(
                () ->
                        assertThat(RawHttp.get(server.port(), "/admin/audit?limit=50").text())
                                .contains("server.register", "server.update", "server.unregister")
                                .contains(id)
                                .contains("\"kind\":\"chat\"", "\"kind\":\"tts\"")
                                .doesNotContain("marked"));
    }

    @Test
    void aServerThatDoesNotAnswerIsRefusedUnlessItIsForced() throws IOException {
        String url = rack.url().toString();
        rack.close();

        WireMessage refused = admin.post(REGISTER, "{'url':'" + url + "','kind':'chat'}");

        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.text()).contains("cannot be reached", "force");
        assertThat(admin.servers("chat")).hasSize(1);

        admin.done(REGISTER, "{'url':'" + url + "','kind':'chat','force':true}");
        assertThat(admin.servers("chat").getLast().text("state")).contains("unlisted");
        try (FakeBackend late = FakeBackend.startOn(rack.port())) {
            late.on("GET", "/v1/models", FakeOpenAi.models("rack-model"));
            late.on("POST", Admin.CHAT, FakeOpenAi.chat("late"));
            Polled.until("it answers", () -> admin.ask("rack-model").text().contains("late"));
        }
    }

    @Test
    void anUnknownServerIsNotFoundAndOneOfTheConfigStays() throws IOException {
        String id = admin.register(rack, ",'kind':'chat'");

        WireMessage unknown = admin.post(UNREGISTER, "{'server_id':'127.0.0.1-1'}");
        WireMessage configured = admin.post(UNREGISTER, "{'server_id':'backend'}");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("no server '127.0.0.1-1'", id);
        assertThat(configured.status()).isEqualTo(400);
        assertThat(configured.text()).contains("'backend' is a backend of the config");
        assertThat(admin.post(REGISTER, "{'url':'" + desk.url() + "/v1/','kind':'chat'}").text())
                .contains("is the backend 'backend' of the config");
        assertThat(admin.answering("desk-model")).isEqualTo("backend");
    }

    @Test
    void aStreamGoesOnWhileServersComeAndGo() throws Exception {
        desk.on("POST", Admin.CHAT, Answer.stall());
        try (RawHttp waiting = RawHttp.connect(server.port())) {
            waiting.post(Admin.CHAT, Admin.question("desk-model"));
            var open = desk.awaitRequest(Admin.CHAT);
            int connections = desk.acceptedConnections();

            unregister(admin.register(rack, ",'kind':'chat'"));

            assertThat(open.isHungUp()).isFalse();
            assertThat(desk.acceptedConnections()).isEqualTo(connections);
        } finally {
            desk.on("POST", Admin.CHAT, FakeOpenAi.chat("Hello there!"));
        }
    }

    @Test
    void whatIsNoRegistrationIsRefusedInWords() throws IOException {
        for (List<String> one :
                List.of(
                        List.of("{}", "url: missing"),
                        List.of("[]", "the body is no object"),
                        List.of("{'url':7}", "url: no text"),
                        List.of("{'url':'http://h:1','kind':'chats'}", "kind: 'chats'"),
                        List.of("{'url':'http://h:1','kind':'chat,'}", "kind: ''"),
                        List.of("{'url':'http://h:1','key':'x'}", "key: unknown"),
                        List.of("{'url':'http://h:1','force':'yes'}", "force: no flag"),
                        List.of("{'url':'http://h:1','api_key':'a b'}", "api_key: the API key"),
                        List.of("{'url':'http://h:1','zone':'near'}", "zone: 'near'"),
                        List.of("{'url':'http://h:1/a|b'}", "no path may have"),
                        List.of("{'url':'http://h:1/%zz'}", "no path may have"),
                        List.of(
                                "{'url':'http://h:1','api_key':'" + "k".repeat(5000) + "'}",
                                "api_key: it is too long"))) {
            WireMessage refused = admin.post(REGISTER, one.getFirst());

            assertThat(refused.status()).as(one.getFirst()).isEqualTo(400);
            assertThat(refused.text()).contains(one.getLast()).doesNotContain("a b");
        }
    }

    @Test
    void anAddressThatNoServerMayHaveIsRefused() throws IOException {
        for (String url :
                List.of(
                        "ftp://127.0.0.1:1",
                        "http://user:secret@127.0.0.1:1",
                        "http://127.0.0.1:1/?a=b",
                        "http://127.0.0.1:1/#a",
                        "http://169.254.169.254/latest",
                        "http://[fe80::1]:80",
                        "http://[fd00:ec2::254]",
                        "http://[::ffff:169.254.169.254]",
                        "http://[64:ff9b::a9fe:a9fe]",
                        "http://100.100.100.200",
                        "http://168.63.129.16",
                        "http://192.0.0.192",
                        "http://[fd20:ce::254]",
                        "http://[64:ff9b:1::a9fe:a9fe]",
                        "http://[64:ff9b:1:a9fe:a9:fe00::]",
                        "http://[::ffff:0:169.254.169.254]",
                        "http://metadata.google.internal/computeMetadata",
                        "http://METADATA.google.internal.:80",
                        "http://0.0.0.0:8080",
                        "http://[::]:8080",
                        "http://224.0.0.1:8080",
                        "http://127.0.0.1:" + server.port(),
                        "http://localhost:" + server.port() + "/v1")) {
            WireMessage refused =
                    admin.post(REGISTER, "{'url':'" + url + "','kind':'chat','force':true}");

            assertThat(refused.status()).as(url).isEqualTo(400);
            assertThat(refused.text()).contains("url: ").doesNotContain("secret");
        }
        assertThat(admin.servers("chat")).hasSize(1);
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        Answer elsewhere =
                (_, reply) ->
                        reply.raw(
                                ("HTTP/1.1 307 Go\r\nLocation: "
                                                + desk.url()
                                                + "/v1/models\r\n"
                                                + "Content-Length: 0\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
        try (FakeBackend sending = FakeBackend.start()) {
            sending.on("GET", "/v1/models", elsewhere);
            sending.on("GET", "/api/version", elsewhere);
            desk.forget();

            WireMessage refused =
                    admin.post(REGISTER, "{'url':'" + sending.url() + "','kind':'chat'}");

            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).contains("it speaks none of the known APIs");
            assertThat(desk.received("/v1/models")).isEmpty();
        }
    }
}

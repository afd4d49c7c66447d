package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** A server whose disk is full for a while. The disk is a small one in memory, made by root. */
class FullDatabaseDiskTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String UNKNOWN = "sk-chasqui-unknown-0123456789";

    /** More changes than fit into the free pages of the database's own file. */
    private static final int MOST_CHANGES = 500;

    @TempDir private Path folder;
    private int port;

    @Test
    void chatsGoOnAndAllHealsWhenThereIsRoomAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"))) {
            assumeTrue(disk.isThere(), "no root");
            try (FakeBackend backend = FakeOpenAi.start("dear")) {
                backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
                try (StartedServer started = StartedServer.keeping(disk.path(), config(backend))) {
                    port = started.port();
                    run(disk);
                }
            }
        }
    }

    private static String config(FakeBackend backend) {
        return """
        {"backends":[%s],"ledger":{},
         "prices":{"models":{"*":{"input":1000000,"output":1000000}}}}
        """
                .formatted(StartedServer.backendConfig("backend", backend, "openai"));
    }

    private void run(SmallDisk disk) throws IOException {
        done("", "POST", "/admin/users", "{\"name\":\"boss\",\"role\":\"admin\"}");
        String admin = key("", "boss");
        done(admin, "POST", "/admin/users", "{\"name\":\"ana\",\"budget\":{\"amount\":100000}}");
        String ana = key(admin, "ana");
        assertThat(chat(ana).status()).isEqualTo(200);

        disk.fill();
        int chats = 1;
        WireMessage change = send(admin, "POST", "/admin/users", "{\"name\":\"eve\"}");
        while (change.status() != 503) {
            assertThat(change.status()).as(change.text()).isIn(200, 201, 400, 409);
            assertThat(chat(ana).status()).isEqualTo(200);
            chats++;
            assertThat(chats).as("changes on a full disk").isLessThan(MOST_CHANGES);
            disk.fill();
            change = send(admin, "POST", "/admin/users", "{\"name\":\"eve" + chats + "\"}");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(chat(ana).status()).isEqualTo(200);
            chats++;
        }
        Polled.until("an unknown key is not called wrong", () -> chat(UNKNOWN).status() == 503);
        assertThat(chat(ana).status()).isEqualTo(200);
        chats++;

        disk.free();
        Polled.until(
                "a user can be made",
                () ->
                        send(admin, "POST", "/admin/users", "{\"name\":\"later\"}").status() / 100
                                == 2);
        int all = chats;
        Polled.until(
                "the ledger has all chats",
                () ->
                        send(admin, "GET", "/v1/stats?by=user&user=ana", "")
                                .text()
                                .contains("\"requests\":" + all));
        Polled.until("an unknown key is wrong", () -> chat(UNKNOWN).status() == 401);
    }

    private String key(String admin, String user) throws IOException {
        return done(admin, "POST", "/admin/users/" + user + "/keys", "{}")
                .text("key")
                .orElseThrow();
    }

    private Json.Obj done(String key, String method, String path, String body) throws IOException {
        WireMessage answer = send(key, method, path, body);
        assertThat(answer.status() / 100).as(answer.text()).isEqualTo(2);
        return (Json.Obj) JsonReader.read(answer.body());
    }

    private WireMessage chat(String key) throws IOException {
        return send(
                key,
                "POST",
                CHAT,
                """
                {"model":"dear","max_tokens":6,"messages":[{"role":"user","content":"Hi"}]}\
                """);
    }

    private WireMessage send(String key, String method, String path, String body)
            throws IOException {
        Header[] headers =
                key.isEmpty()
                        ? new Header[0]
                        : new Header[] {new Header("Authorization", "Bearer " + key)};
        try (RawHttp client = RawHttp.connect(port)) {
            return client.request(method, path, body, headers).readResponse();
        }
    }
}

package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/** Uploads of one user are not seen by another, by no route, list or command. */
class OwnedStoresTest {
    private static final String ROOT = GovernedServer.CONFIG_ADMIN;
    private static GovernedServer server;
    private static String ana;
    private static String bob;
    private static String cut;
    private static String file;

    @BeforeAll
    static void start() throws IOException {
        server = GovernedServer.withConfigAdmin("", PluginJars.RAG);
        ana = server.keyOfUser("ana", "");
        bob = server.keyOfUser("bob", "");
        cut = server.keyOfUser("cut", ",'agents':['parallel']");
        file = upload(ana, "secret.txt", "The password is llama.");
        var _ =
                server.done(
                        ana,
                        "POST",
                        "/v1/vector_stores",
                        "{'name':'plans','file_ids':['" + file + "']}");
        Polled.until(
                "the file is added",
                () -> server.send(ana, "GET", FILES, "").text().contains("\"completed\""));
        var _ =
                server.done(
                        ROOT,
                        "POST",
                        "/admin/collections/shared/documents",
                        "{'name':'a.md','text':'Thirty days of leave.'}");
    }

    private static final String FILES = "/v1/vector_stores/vs_plans/files";

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String upload(String key, String name, String text) throws IOException {
        String body =
                """
                --frontier
                Content-Disposition: form-data; name="purpose"

                assistants
                --frontier
                Content-Disposition: form-data; name="file"; filename="%s"

                %s
                --frontier--
                """
                        .formatted(name, text)
                        .replace("\n", "\r\n");
        WireMessage answer =
                server.send(
                        key,
                        "POST",
                        "/v1/files",
                        body,
                        new Header("Content-Type", "multipart/form-data; boundary=frontier"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text().replaceFirst(".*\"id\":\"([^\"]*)\".*", "$1");
    }

    private static WireMessage ask(String key, String text) throws IOException {
        return server.send(
                key,
                "POST",
                "/v1/chat/completions",
                "{'model':'hello','messages':[{'role':'user','content':'" + text + "'}]}");
    }

    @Test
    void itsOwnerAndAdministratorsSeeIt() throws IOException {
        for (String key : List.of(ana, ROOT)) {
            assertThat(server.done(key, "GET", "/v1/files/" + file, "").text("filename"))
                    .contains("secret.txt");
            assertThat(server.send(key, "GET", "/v1/files", "").text()).contains(file);
            assertThat(server.send(key, "GET", "/v1/vector_stores", "").text())
                    .contains("vs_plans", "vs_shared");
            assertThat(search(key, "vs_plans").text()).contains("llama");
        }
        assertThat(ask(ana, "/rag(collection=plans) What is the password?").status())
                .isEqualTo(200);
    }

    private static WireMessage search(String key, String store) throws IOException {
        return server.send(
                key, "POST", "/v1/vector_stores/" + store + "/search", "{'query':'password'}");
    }

    @Test
    void anotherUserSeesNothingOfItByAnyRoute() throws IOException {
        assertThat(server.send(bob, "GET", "/v1/files", "").text()).contains("\"data\":[]");
        assertThat(server.send(bob, "GET", "/v1/vector_stores", "").text())
                .contains("vs_shared")
                .doesNotContain("plans");
        String one = "/v1/files/FILE";
        String store = "/v1/vector_stores/STORE";
        String inStore = store + "/files/FILE";
        for (String[] route :
                new String[][] {
                    {"GET", one, ""},
                    {"DELETE", one, ""},
                    {"GET", one + "/content", ""},
                    {"GET", store, ""},
                    {"POST", store, "{'name':'mine'}"},
                    {"DELETE", store, ""},
                    {"POST", store + "/search", "{'query':'password'}"},
                    {"GET", store + "/files", ""},
                    {"POST", store + "/files", "{'file_id':'FILE'}"},
                    {"GET", inStore, ""},
                    {"POST", inStore, "{'attributes':{}}"},
                    {"DELETE", inStore, ""},
                    {"GET", inStore + "/content", ""},
                    {"POST", store + "/file_batches", "{'file_ids':['FILE']}"},
                    {"GET", store + "/file_batches/b", ""},
                    {"POST", store + "/file_batches/b/cancel", "{}"},
                    {"GET", store + "/file_batches/b/files", ""},
                }) {
            WireMessage theirs = bobs(route, file, "vs_plans");
            WireMessage none = bobs(route, "file-none", "vs_none");
            assertThat(theirs.status()).as(String.join(" ", route)).isEqualTo(404);
            assertThat(theirs.text().replace(file, "X").replace("vs_plans", "Y"))
                    .isEqualTo(none.text().replace("file-none", "X").replace("vs_none", "Y"));
        }
        WireMessage attached =
                server.send(
                        bob,
                        "POST",
                        "/v1/vector_stores",
                        "{'name':'loot','file_ids':['" + file + "']}");
        assertThat(attached.status()).isEqualTo(404);
        assertThat(server.send(bob, "GET", "/v1/vector_stores", "").text()).doesNotContain("loot");
    }

    private static WireMessage bobs(String[] route, String id, String store) throws IOException {
        return server.send(
                bob,
                route[0],
                route[1].replace("FILE", id).replace("STORE", store),
                route[2].replace("FILE", id));
    }

    @Test
    void norByACommandOrACitation() throws IOException {
        WireMessage asked = ask(bob, "/rag(collection=plans) What is the password?");
        assertThat(asked.status()).isEqualTo(400);
        assertThat(asked.text())
                .contains("there is no collection 'plans'; there are: shared")
                .doesNotContain("llama");
        assertThat(ask(bob, "/rag How many days of leave?").status()).isEqualTo(200);
        String cited = "/agents/rag/collections/%s/documents/secret.txt";
        WireMessage theirs = server.send(bob, "GET", cited.formatted("plans"), "");
        assertThat(theirs.status()).isEqualTo(404);
        assertThat(theirs.text().replace("plans", "none"))
                .isEqualTo(server.send(bob, "GET", cited.formatted("none"), "").text());
        assertThat(server.send(ana, "GET", cited.formatted("plans"), "").text()).contains("llama");
    }

    @Test
    void aSharedStoreIsReadByAllAndChangedByAdministrators() throws IOException {
        String shared = "/v1/vector_stores/vs_shared";
        assertThat(server.send(bob, "GET", shared, "").status()).isEqualTo(200);
        assertThat(server.send(bob, "DELETE", shared, "").status()).isEqualTo(403);
        String mine = upload(bob, "b.txt", "Forty days.");
        assertThat(
                        server.send(bob, "POST", shared + "/files", "{'file_id':'" + mine + "'}")
                                .status())
                .isEqualTo(403);
    }

    @Test
    void theKeysGrantsHold() throws IOException {
        assertThat(server.send(cut, "GET", "/v1/files", "").status()).isEqualTo(403);
        assertThat(server.send("", "GET", "/v1/files", "").status()).isEqualTo(401);
        String hand = server.keyOfUser("hand", ",'collections':['hand*']");
        assertThat(server.send(hand, "GET", "/v1/vector_stores", "").text())
                .contains("\"data\":[]");
        assertThat(server.send(hand, "GET", "/v1/vector_stores/vs_shared", "").status())
                .isEqualTo(404);
        assertThat(server.send(hand, "POST", "/v1/vector_stores", "{'name':'other'}").status())
                .isEqualTo(403);
        Json.Obj made = server.done(hand, "POST", "/v1/vector_stores", "{'name':'hand book'}");
        assertThat(made.text("id").orElseThrow()).startsWith("vs_hand-book-");
    }

    @Test
    void aStoreThatAnAdministratorDeletesAsACollectionIsForgotten() throws IOException {
        var _ = server.done(bob, "POST", "/v1/vector_stores", "{'name':'gone'}");
        assertThat(server.send(ana, "GET", "/v1/vector_stores/vs_gone", "").status())
                .isEqualTo(404);
        var _ = server.done(ROOT, "DELETE", "/admin/collections/gone", "");
        assertThat(server.send(bob, "GET", "/v1/vector_stores/vs_gone", "").status())
                .isEqualTo(404);
    }
}

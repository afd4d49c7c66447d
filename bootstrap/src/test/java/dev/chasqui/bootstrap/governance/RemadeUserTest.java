package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.List;

/** The ledger as a user sees it whose name an earlier user had. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemadeUserTest {
    private static final String ADMIN = GovernedServer.CONFIG_ADMIN;
    private static final String HISTORY = "/v1/history";

    private final GovernedServer server = GovernedServer.withConfigAdmin(",\"ledger\":{}");
    private String key = "";
    private String earlierEntry = "";

    @BeforeAll
    void removeAUserAndMakeItAnew() throws IOException {
        String earlier = server.keyOfUser("ana", "");
        server.chat(earlier, "hello");
        server.chat(earlier, "hello");
        awaitEntries(2);
        earlierEntry = entries(earlier).getFirst().text("id").orElseThrow();
        server.send(ADMIN, "DELETE", "/admin/users/ana", "");
        key = server.keyOfUser("ana", "");
        server.chat(key, "other");
        awaitEntries(3);
    }

    @AfterAll
    void close() {
        server.close();
    }

    private void awaitEntries(int count) throws IOException {
        Polled.untilPasses(() -> assertThat(entries(ADMIN)).hasSize(count));
    }

    private List<Json.Obj> entries(String reader) throws IOException {
        return data(server.done(reader, "GET", HISTORY + "?user=ana", ""));
    }

    private static List<Json.Obj> data(Json.Obj answer) {
        return ((Json.Arr) answer.get("data").orElseThrow())
                .items().stream().map(Json.Obj.class::cast).toList();
    }

    private static long requests(Json.Obj sums) {
        return ((Json.Num) sums.get("requests").orElseThrow()).longValue();
    }

    @Test
    void itsHistoryBeginsWithIt() throws IOException {
        assertThat(entries(key)).hasSize(1);
        assertThat(server.send(key, "GET", HISTORY + "?format=csv&from=2000-01-01", "").text())
                .contains("other")
                .doesNotContain("hello");
    }

    @Test
    void anEntryOfTheEarlierUserIsNotFound() throws IOException {
        String path = HISTORY + "/" + earlierEntry;

        assertThat(server.send(key, "GET", path, "").status()).isEqualTo(404);
        assertThat(server.send(ADMIN, "GET", path, "").status()).isEqualTo(200);
        String own = entries(key).getFirst().text("id").orElseThrow();
        assertThat(server.send(key, "GET", HISTORY + "/" + own, "").status()).isEqualTo(200);
    }

    @Test
    void itsSumsBeginWithIt() throws IOException {
        Json.Obj byModel = server.done(key, "GET", "/v1/stats?by=model", "");

        assertThat(data(byModel))
                .singleElement()
                .extracting(RemadeUserTest::requests)
                .isEqualTo(1L);
        assertThat(data(byModel).getFirst().text("name")).contains("other");
        assertThat(requests((Json.Obj) byModel.get("total").orElseThrow())).isEqualTo(1);
    }

    @Test
    void anAdministratorSeesBoth() throws IOException {
        Json.Obj sums = server.done(ADMIN, "GET", "/v1/stats?by=model&user=ana", "");

        assertThat(data(sums)).hasSize(2);
        assertThat(requests((Json.Obj) sums.get("total").orElseThrow())).isEqualTo(3);
    }
}

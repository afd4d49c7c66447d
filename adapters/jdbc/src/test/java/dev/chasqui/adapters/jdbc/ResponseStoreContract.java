package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.responses.ConversationStore;
import dev.chasqui.application.port.responses.ItemBatch;
import dev.chasqui.application.port.responses.Position;
import dev.chasqui.application.port.responses.ResponseStore;
import dev.chasqui.application.port.responses.Retention;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.EarlierItems;
import dev.chasqui.domain.response.EarlierItems.Rest;
import dev.chasqui.domain.response.ItemPage;
import dev.chasqui.domain.response.ItemQuery;
import dev.chasqui.domain.response.ResponseStatus;
import dev.chasqui.domain.response.StoredConversation;
import dev.chasqui.domain.response.StoredResponse;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rules of {@link ResponseStore} and {@link ConversationStore}. */
abstract class ResponseStoreContract extends DatabaseCase {
    private static final Instant BEGIN = Instant.parse("2026-11-30T08:00:00Z");
    private static final Json.Obj ERROR = Json.Obj.EMPTY.with("code", Json.of("server_error"));

    private ResponseStore store() {
        return store("this");
    }

    private ResponseStore store(String server) {
        return new JdbcResponseStore(database(), server);
    }

    private ConversationStore conversations() {
        return new JdbcResponseStore(database(), "this").conversations();
    }

    private static Json.Obj item(String id, String text) {
        return Json.Obj.EMPTY
                .with("type", Json.of("message"))
                .with("id", Json.of(id))
                .with("content", Json.of(text));
    }

    private static StoredResponse response(
            String id, String owner, String previous, ResponseStatus status, int second) {
        Json.Obj object =
                Json.Obj.EMPTY
                        .with("id", Json.of(id))
                        .with("status", Json.of(status.word()))
                        .with("output", new Json.Arr(List.of(item("msg_out_" + id, "A of " + id))))
                        .with("usage", Json.Null.NULL);
        return new StoredResponse(
                id,
                owner,
                previous.isEmpty() ? Optional.empty() : Optional.of(previous),
                Optional.empty(),
                BEGIN.plusSeconds(second),
                false,
                object,
                List.of(item("msg_in_" + id, "Q of " + id)));
    }

    private static StoredResponse done(String id, String previous) {
        return response(id, "ana", previous, ResponseStatus.COMPLETED, 0);
    }

    private static List<String> texts(EarlierItems items) {
        return items.items().stream().map(item -> item.text("content").orElse("")).toList();
    }

    private EarlierItems chain(String id) {
        return store().chain("ana", id, Long.MAX_VALUE).orElseThrow();
    }

    @Test
    void aResponseIsReadAsItWasKeptByItsOwnerAlone() {
        StoredResponse kept = done("resp_1", "");
        store().add(kept);

        assertThat(store().find("ana", "resp_1")).contains(kept);
        assertThat(store().status("ana", "resp_1")).contains(ResponseStatus.COMPLETED);
        assertThat(store().find("bob", "resp_1")).isEmpty();
        assertThat(store().status("bob", "resp_1")).isEmpty();
        assertThat(store().chain("bob", "resp_1", 1_000)).isEmpty();
        assertThat(store().item("ana", "msg_out_resp_1"))
                .contains(item("msg_out_resp_1", "A of resp_1"));
        assertThat(store().item("bob", "msg_out_resp_1")).isEmpty();
        assertThat(store().remove("bob", "resp_1")).isFalse();
        assertThat(store().input("bob", "resp_1", first(3))).isEmpty();
        assertThat(store().find("ana", "resp_1")).isPresent();
    }

    @Test
    void charactersThatADatabaseDoesNotLikeComeBack() {
        StoredResponse odd =
                done("resp_odd", "")
                        .with(
                                Json.Obj.EMPTY
                                        .with("id", Json.of("resp_odd"))
                                        .with("status", Json.of("completed"))
                                        .with(
                                                "output",
                                                new Json.Arr(
                                                        List.of(
                                                                item(
                                                                        "m",
                                                                        "\0 \ud83e\udd99 \ud83e"
                                                                                + " \u2028 '"
                                                                                + "x"
                                                                                        .repeat(
                                                                                                2_000_000))))));
        store().add(odd);
        assertThat(store().find("ana", "resp_odd")).contains(odd);
    }

    @Test
    void aChainIsTheItemsOfItsBranchInOrder() {
        store().add(done("resp_1", ""));
        store().add(done("resp_2", "resp_1"));
        store().add(done("resp_3a", "resp_2"));
        store().add(done("resp_3b", "resp_2"));

        assertThat(texts(chain("resp_3b")))
                .containsExactly(
                        "Q of resp_1",
                        "A of resp_1",
                        "Q of resp_2",
                        "A of resp_2",
                        "Q of resp_3b",
                        "A of resp_3b");
    }

    @Test
    void aLongChainIsReadFromItsEndAsFarAsWasAskedFor() {
        String before = "";
        for (int i = 0; i < 250; i++) {
            store().add(done("resp_" + i, before));
            before = "resp_" + i;
        }
        assertThat(chain("resp_249").items()).hasSize(500);
        assertThat(chain("resp_249").rest()).isEqualTo(Rest.NONE);

        long bytes = done("resp_100", "resp_100").bytes();
        EarlierItems some = store().chain("ana", "resp_249", 3 * bytes).orElseThrow();
        assertThat(texts(some)).startsWith("Q of resp_247").endsWith("A of resp_249").hasSize(6);
        assertThat(some.rest()).isEqualTo(Rest.TOO_LONG);
    }

    @Test
    void aCompactionStandsForAllBeforeIt() {
        store().add(done("resp_1", ""));
        Json.Obj compaction =
                Json.Obj.EMPTY.with("type", Json.of("compaction")).with("id", Json.of("cmp_1"));
        StoredResponse compacted = done("resp_2", "resp_1");
        store().add(
                        compacted.with(
                                compacted
                                        .object()
                                        .with("output", new Json.Arr(List.of(compaction)))));
        store().add(done("resp_3", "resp_2"));

        EarlierItems items = chain("resp_3");
        assertThat(items.items().getFirst()).isEqualTo(compaction);
        assertThat(items.items()).hasSize(3);
        assertThat(items.rest()).isEqualTo(Rest.NONE);
    }

    @Test
    void whatIsRemovedInTheMiddleIsStillThereForLaterOnes() {
        store().add(done("resp_1", ""));
        store().add(done("resp_2", "resp_1"));
        store().add(done("resp_3", "resp_2"));

        assertThat(store().remove("ana", "resp_2")).isTrue();
        assertThat(store().remove("ana", "resp_2")).isFalse();
        assertThat(store().find("ana", "resp_2")).isEmpty();
        assertThat(store().chain("ana", "resp_2", 9_999)).isEmpty();
        assertThat(store().item("ana", "msg_out_resp_2")).isEmpty();
        assertThat(chain("resp_3").items()).hasSize(6);

        assertThat(store().remove("ana", "resp_3")).isTrue();
        assertThat(rows("chasqui_responses")).isEqualTo(1);
        assertThat(rows("chasqui_response_items")).isEqualTo(2);
    }

    private int rows(String table) {
        return database()
                .read(
                        handle ->
                                handle.createQuery("SELECT COUNT(*) FROM " + table)
                                        .mapTo(Integer.class)
                                        .one());
    }

    @Test
    void aChainWithAGapSaysSo() {
        store().add(done("resp_2", "resp_1"));
        assertThat(chain("resp_2").rest()).isEqualTo(Rest.GONE);
    }

    private static ItemQuery first(int limit) {
        return new ItemQuery(Optional.empty(), Optional.empty(), false, limit);
    }

    @Test
    void itemsAreReadByPagesInBothOrders() {
        List<Json.Obj> items =
                Stream.of("a", "b", "c", "d", "e").map(id -> item(id, "text " + id)).toList();
        conversations()
                .create(new StoredConversation("conv_1", "ana", BEGIN, Json.Obj.EMPTY), items);

        ItemPage page = conversations().items("ana", "conv_1", first(2)).orElseThrow();
        assertThat(ids(page)).containsExactly("a", "b");
        assertThat(page.more()).isTrue();
        assertThat(ids(page("b", "", false))).containsExactly("c", "d");
        assertThat(ids(page("d", "", false))).containsExactly("e");
        assertThat(page("d", "", false).more()).isFalse();
        assertThat(ids(page("", "", true))).containsExactly("e", "d");
        assertThat(ids(page("d", "b", true))).containsExactly("c");
        assertThat(ids(page("e", "", false))).isEmpty();
        assertThat(conversations().items("ana", "conv_1", query("zzz", "", false))).isEmpty();
        assertThat(conversations().items("bob", "conv_1", first(2))).isEmpty();
    }

    private static ItemQuery query(String after, String before, boolean newestFirst) {
        return new ItemQuery(
                Optional.of(after).filter(id -> !id.isEmpty()),
                Optional.of(before).filter(id -> !id.isEmpty()),
                newestFirst,
                2);
    }

    private ItemPage page(String after, String before, boolean newestFirst) {
        return conversations()
                .items("ana", "conv_1", query(after, before, newestFirst))
                .orElseThrow();
    }

    private static List<String> ids(ItemPage page) {
        return page.items().stream().map(item -> item.text("id").orElse("")).toList();
    }

    @Test
    void aResponseInAConversationAddsItsItemsWhenItIsOver() {
        conversations()
                .create(
                        new StoredConversation("conv_1", "ana", BEGIN, Json.Obj.EMPTY),
                        List.of(item("old", "old")));
        StoredResponse queued =
                new StoredResponse(
                        "resp_1",
                        "ana",
                        Optional.empty(),
                        Optional.of("conv_1"),
                        BEGIN,
                        true,
                        response("resp_1", "ana", "", ResponseStatus.QUEUED, 0)
                                .object()
                                .with("output", Json.Arr.EMPTY),
                        List.of(item("in", "in")));
        store().add(queued);
        assertThat(ids(conversations().items("ana", "conv_1", first(9)).orElseThrow()))
                .containsExactly("old");

        Json.Obj whole = response("resp_1", "ana", "", ResponseStatus.COMPLETED, 0).object();
        assertThat(store().change(queued.with(whole))).isTrue();
        assertThat(store().change(queued.with(whole))).isFalse();
        assertThat(ids(conversations().items("ana", "conv_1", first(9)).orElseThrow()))
                .containsExactly("old", "in", "msg_out_resp_1");
        assertThat(conversations().newest("ana", "conv_1", 9_999).orElseThrow().items()).hasSize(3);
        assertThat(conversations().newest("ana", "conv_1", 100).orElseThrow().rest())
                .isEqualTo(Rest.TOO_LONG);
    }

    @Test
    void aConversationIsChangedByItsOwnerAlone() {
        ConversationStore all = conversations();
        all.create(new StoredConversation("conv_1", "ana", BEGIN, Json.Obj.EMPTY), List.of());
        Json.Obj topic = Json.Obj.EMPTY.with("topic", Json.of("llamas"));
        assertThat(all.describe("bob", "conv_1", topic)).isFalse();
        assertThat(all.append("bob", "conv_1", List.of(item("x", "x")))).isFalse();
        assertThat(all.remove("bob", "conv_1")).isFalse();
        assertThat(all.find("bob", "conv_1")).isEmpty();

        assertThat(all.describe("ana", "conv_1", topic)).isTrue();
        assertThat(all.append("ana", "conv_1", List.of(item("x", "x"), item("y", "y")))).isTrue();
        assertThat(all.removeItem("bob", "conv_1", "x")).isFalse();
        assertThat(all.removeItem("ana", "conv_1", "x")).isTrue();
        assertThat(all.removeItem("ana", "conv_1", "x")).isFalse();
        assertThat(all.item("ana", "conv_1", "y")).contains(item("y", "y"));
        assertThat(all.item("bob", "conv_1", "y")).isEmpty();
        assertThat(all.find("ana", "conv_1"))
                .contains(new StoredConversation("conv_1", "ana", BEGIN, topic));

        assertThat(all.remove("ana", "conv_1")).isTrue();
        assertThat(rows("chasqui_response_items")).isZero();
    }

    @Test
    void responsesThatNothingWorksOnHaveFailed() {
        store("gone").add(response("resp_1", "ana", "", ResponseStatus.IN_PROGRESS, 0));
        store().add(response("resp_2", "ana", "", ResponseStatus.QUEUED, 0));
        Instant now = Instant.now().plusSeconds(60);
        store().alive(List.of("resp_2"), now);
        assertThat(store().failAbandoned(BEGIN, ERROR)).isZero();
        assertThat(store().failAbandoned(now, ERROR)).isEqualTo(1);

        StoredResponse failed = store().find("ana", "resp_1").orElseThrow();
        assertThat(failed.status()).isEqualTo(ResponseStatus.FAILED);
        assertThat(failed.object().object("error")).isEqualTo(ERROR);
        assertThat(store("gone").change(failed)).isFalse();
        assertThat(store().find("ana", "resp_2").orElseThrow().status())
                .isEqualTo(ResponseStatus.QUEUED);
    }

    @Test
    void aPageOfItemsEndsAtEightMebibytes() {
        String large = "x".repeat(3 << 20);
        conversations()
                .create(
                        new StoredConversation("conv_1", "ana", BEGIN, Json.Obj.EMPTY),
                        List.of(
                                item("a", large),
                                item("b", large),
                                item("c", large),
                                item("d", "x".repeat(9 << 20)),
                                item("e", "small")));
        ItemQuery newest = new ItemQuery(Optional.empty(), Optional.empty(), true, 100);
        assertPage(newest, true, "e");
        assertPage(new ItemQuery(Optional.of("e"), Optional.empty(), true, 100), true, "d");
        assertPage(new ItemQuery(Optional.of("d"), Optional.empty(), true, 100), true, "c", "b");
        assertPage(new ItemQuery(Optional.of("b"), Optional.empty(), true, 100), false, "a");
        assertPage(new ItemQuery(Optional.of("a"), Optional.empty(), true, 100), false);
    }

    @Test
    void anExportGoesOnAfterWhatWasRemovedMeanwhileAndIsReadInParts() {
        String large = "x".repeat(5 << 20);
        List<Json.Obj> items = List.of(item("a", large), item("b", large), item("c", "small"));
        for (String id : List.of("resp_1", "resp_2", "resp_3")) {
            StoredResponse one = done(id, "");
            store().add(
                            new StoredResponse(
                                    id,
                                    "ana",
                                    Optional.empty(),
                                    Optional.empty(),
                                    BEGIN,
                                    false,
                                    one.object(),
                                    items.subList(0, 1)));
        }
        List<StoredResponse> first = store().export("ana", Optional.empty(), 50);
        assertThat(first).extracting(StoredResponse::id).containsExactly("resp_1");
        assertThat(store().remove("ana", "resp_1")).isTrue();
        assertThat(store().export("ana", Optional.of(Position.of(first.getLast())), 50))
                .extracting(StoredResponse::id)
                .containsExactly("resp_2");

        conversations()
                .create(new StoredConversation("conv_1", "ana", BEGIN, Json.Obj.EMPTY), items);
        ItemBatch batch = conversations().exportItems("ana", "conv_1", 0);
        assertThat(batch.items()).containsExactly(items.getFirst());
        assertThat(conversations().removeItem("ana", "conv_1", "a")).isTrue();
        ItemBatch rest = conversations().exportItems("ana", "conv_1", batch.next().orElseThrow());
        assertThat(rest.items()).containsExactlyElementsOf(items.subList(1, 3));
        assertThat(rest.next()).isEmpty();
        assertThat(conversations().exportItems("bob", "conv_1", 0).items()).isEmpty();
    }

    private void assertPage(ItemQuery query, boolean more, String... ids) {
        ItemPage page = conversations().items("ana", "conv_1", query).orElseThrow();
        assertThat(page.items())
                .extracting(item -> item.text("id").orElse(""))
                .containsExactly(ids);
        assertThat(page.more()).isEqualTo(more);
    }

    @Test
    void theNewestItemOfAnIdIsFound() {
        for (int second : List.of(1, 3, 2)) {
            String id = "resp_" + (9 - second);
            store().add(
                            new StoredResponse(
                                    id,
                                    "ana",
                                    Optional.empty(),
                                    Optional.empty(),
                                    BEGIN.plusSeconds(second),
                                    false,
                                    done(id, "").object(),
                                    List.of(item("mine", "of " + second))));
        }
        assertThat(store().item("ana", "mine")).contains(item("mine", "of 3"));
    }

    @Test
    void allOfAnOwnerIsExportedByPagesAndForgotten() {
        for (int i = 0; i < 5; i++) {
            store().add(response("resp_" + i, "ana", "", ResponseStatus.COMPLETED, i % 2));
        }
        store().add(response("resp_b", "bob", "", ResponseStatus.COMPLETED, 0));
        conversations()
                .create(
                        new StoredConversation("conv_1", "ana", BEGIN, Json.Obj.EMPTY),
                        List.of(item("x", "x")));
        List<String> seen = new ArrayList<>();
        Optional<Position> after = Optional.empty();
        List<StoredResponse> page = store().export("ana", after, 2);
        while (!page.isEmpty()) {
            page.forEach(one -> seen.add(one.id()));
            after = Optional.of(Position.of(page.getLast()));
            page = store().export("ana", after, 2);
        }
        assertThat(seen).containsExactly("resp_0", "resp_2", "resp_4", "resp_1", "resp_3");
        assertThat(conversations().export("ana", Optional.empty(), 9)).hasSize(1);

        assertThat(store().forget("ana")).isEqualTo(6);
        assertThat(store().export("ana", Optional.empty(), 9)).isEmpty();
        assertThat(store().find("bob", "resp_b")).isPresent();
        assertThat(rows("chasqui_response_items")).isEqualTo(2);
    }

    @Test
    void whatIsUnusedForLongIsRemovedChainByChain() {
        store().add(response("resp_1", "ana", "", ResponseStatus.COMPLETED, 0));
        store().add(response("resp_2", "ana", "resp_1", ResponseStatus.COMPLETED, 100));
        store().add(response("resp_3", "ana", "", ResponseStatus.COMPLETED, 0));
        Retention old = new Retention(BEGIN.plusSeconds(50), 99, 1_000_000);
        assertThat(store().prune(old)).isEqualTo(1);
        assertThat(store().find("ana", "resp_3")).isEmpty();
        assertThat(chain("resp_2").rest()).isEqualTo(Rest.NONE);
    }

    @Test
    void anOwnerKeepsTheNewestOnly() {
        for (int i = 0; i < 6; i++) {
            store().add(response("resp_" + i, "ana", "", ResponseStatus.COMPLETED, i));
            store().add(response("resp_b" + i, "bob", "", ResponseStatus.COMPLETED, i));
        }
        assertThat(store().forget("bob")).isEqualTo(6);
        store().add(response("resp_b", "bob", "", ResponseStatus.COMPLETED, 0));
        assertThat(store().prune(new Retention(BEGIN, 4, 1_000_000))).isEqualTo(2);
        assertThat(store().export("ana", Optional.empty(), 9))
                .extracting(StoredResponse::id)
                .containsExactly("resp_2", "resp_3", "resp_4", "resp_5");

        long bytes = done("resp_1", "").bytes();
        assertThat(store().prune(new Retention(BEGIN, 4, 2 * bytes))).isEqualTo(2);
        assertThat(store().find("bob", "resp_b")).isPresent();
        assertThat(rows("chasqui_response_items")).isEqualTo(6);
    }

    @Test
    void anOwnerKeepsTheConversationsUsedLastOnly() {
        for (int i = 0; i < 6; i++) {
            conversations().create(talk("conv_" + i, ""), List.of());
        }
        // One is used again.
        assertThat(conversations().append("ana", "conv_1", List.of())).isTrue();
        assertThat(store().prune(new Retention(BEGIN, 4, 1_000_000))).isEqualTo(2);
        assertThat(talks()).containsExactly("conv_1", "conv_3", "conv_4", "conv_5");

        String much = "x".repeat(2_000);
        assertThat(conversations().describe("ana", "conv_3", talk("", much).metadata())).isTrue();
        conversations().create(talk("conv_6", much), List.of());
        assertThat(store().prune(new Retention(BEGIN, 99, 5_500))).isEqualTo(3);
        assertThat(talks()).containsExactly("conv_3", "conv_6");
        assertThat(conversations().describe("ana", "conv_3", Json.Obj.EMPTY)).isTrue();
        assertThat(store().prune(new Retention(BEGIN, 99, 4_000))).isZero();
        assertThat(store().prune(new Retention(BEGIN, 99, 600))).isEqualTo(1);
    }

    private static StoredConversation talk(String id, String topic) {
        return new StoredConversation(
                id, "ana", BEGIN, Json.Obj.EMPTY.with("topic", Json.of(topic)));
    }

    private List<String> talks() {
        return conversations().export("ana", Optional.empty(), 99).stream()
                .map(StoredConversation::id)
                .toList();
    }

    @Test
    void muchOfAnOwnerIsForgottenInPortions() {
        List<Json.Obj> items =
                IntStream.range(0, 2_500).mapToObj(i -> item("i" + i, "text " + i)).toList();
        conversations().create(talk("conv_1", ""), items);
        assertThat(conversations().removeItem("ana", "conv_1", "i900")).isTrue();
        for (int i = 0; i < 210; i++) {
            store().add(done("resp_" + i, ""));
        }
        store().add(response("resp_b", "bob", "", ResponseStatus.COMPLETED, 0));
        assertThat(store().forget("ana")).isEqualTo(211);
        assertThat(rows("chasqui_conversations")).isZero();
        assertThat(rows("chasqui_responses")).isEqualTo(1);
        assertThat(rows("chasqui_response_items")).isEqualTo(2);
        assertThat(store().forget("ana")).isZero();
    }

    @Test
    void manyOldOnesAreRemoved() {
        for (int i = 0; i < 110; i++) {
            store().add(done("resp_" + i, ""));
            conversations().create(talk("conv_" + i, ""), List.of());
        }
        store().add(response("resp_new", "ana", "", ResponseStatus.COMPLETED, 100));
        assertThat(store().prune(new Retention(BEGIN.plusSeconds(50), 999, 1_000_000)))
                .isEqualTo(110);
        Instant soon = Instant.now().plusSeconds(60);
        assertThat(store().prune(new Retention(soon, 999, 1_000_000))).isEqualTo(111);
    }
}

package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.memory.Fact;
import dev.chasqui.application.port.memory.FactStore;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules of {@link FactStore}. */
abstract class FactStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    /** Returns an empty store. */
    abstract FactStore store();

    /** Returns the same store, as the next start has it. */
    abstract FactStore again();

    private static void add(FactStore store, String owner, String... texts) {
        for (String text : texts) {
            assertThat(store.add(owner, text, List.of(), NOON)).isPresent();
        }
    }

    private static List<String> texts(FactStore store, String owner) {
        return store.facts(owner).stream().map(Fact::text).toList();
    }

    @Test
    void aFactIsThereOnceItIsAdded() {
        Fact fact = new Fact(1, NOON, "I like tea \uD83C\uDF75", List.of(0.5f, -0.25f));

        assertThat(store().add("ana", fact.text(), fact.vector(), NOON)).contains(fact);

        assertThat(again().facts("ana")).containsExactly(fact);
    }

    @Test
    void nobodySeesOrRemovesTheFactsOfAnother() {
        FactStore store = store();
        add(store, "ana", "one");
        add(store, "bob", "two");

        assertThat(texts(store, "ana")).containsExactly("one");
        assertThat(store.remove("eve", 1)).isFalse();
        assertThat(store.forget("eve")).isZero();
        assertThat(texts(store, "bob")).containsExactly("two");
        assertThat(store.facts("an")).isEmpty();
    }

    @Test
    void aTextThatIsToldAgainIsTheEarlierFact() {
        FactStore store = store();
        add(store, "ana", "one", "two");

        Optional<Fact> again = store.add("ana", "one", List.of(), NOON.plusSeconds(9));

        assertThat(again).map(Fact::number).contains(1L);
        assertThat(store.facts("ana")).hasSize(2);
    }

    @Test
    void theOthersKeepTheirNumbersWhenOneIsRemoved() {
        FactStore store = store();
        add(store, "ana", "one", "two", "three");

        assertThat(store.remove("ana", 2)).isTrue();
        assertThat(store.remove("ana", 2)).isFalse();
        add(store, "ana", "four");

        assertThat(store.facts("ana")).extracting(Fact::number).containsExactly(1L, 3L, 4L);
    }

    @Test
    void anOwnerHasABoundedNumber() {
        FactStore store = store();
        for (int i = 0; i < Fact.MOST; i++) {
            add(store, "ana", "fact " + i);
        }

        assertThat(store.add("ana", "one more", List.of(), NOON)).isEmpty();
        add(store, "bob", "his");
        assertThat(store.facts("ana")).hasSize(Fact.MOST);
    }

    @Test
    void oneOwnerIsExportedAndForgotten() throws IOException {
        FactStore store = store();
        add(store, "ana", "one", "two");
        add(store, "bob", "his");
        List<Json> exported = new ArrayList<>();

        store.export("ana", exported::add);

        assertThat(exported.toString()).contains("one", "two", "2026-11-30").doesNotContain("his");
        assertThat(store.forget("ana")).isEqualTo(2);
        assertThat(again().facts("ana")).isEmpty();
        assertThat(texts(again(), "bob")).containsExactly("his");
    }

    @Test
    void whatADatabaseCannotHoldIsCleaned() {
        FactStore store = store();
        add(store, "ana' OR 1=1 --", "nul \0 half \uD83D end; DROP TABLE chasqui_facts");

        assertThat(again().facts("ana' OR 1=1 --")).hasSize(1);
        assertThat(again().facts("ana")).isEmpty();
    }
}

package dev.chasqui.adapters.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugin.service.Store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/** The rules of stores. */
public abstract class StoreContract {
    private static final Caller ADA = Caller.anonymous("ada");
    private static final Caller BOB = Caller.anonymous("bob");

    protected final TestClock clock = new TestClock();

    /** Returns the one store of the test, as a plug-in sees it. */
    protected abstract Store store();

    @Test
    void aValueIsThereUntilItIsReplacedOrDeleted() {
        Store store = store();
        assertThat(store.text("k")).isEmpty();
        assertThat(store.delete("k")).isFalse();

        store.putText("k", "one");
        assertThat(store.text("k")).contains("one");
        store.putText("k", "two");
        assertThat(store.text("k")).contains("two");

        assertThat(store.delete("k")).isTrue();
        assertThat(store.text("k")).isEmpty();
        assertThat(store.keys("")).isEmpty();
    }

    @Test
    void aReaderCannotChangeTheStoredValue() {
        byte[] given = {1, 2, 3};
        store().put("k", given);
        given[0] = 9;
        store().get("k").orElseThrow()[1] = 9;

        assertThat(store().get("k").orElseThrow()).containsExactly(1, 2, 3);
    }

    @Test
    void anEmptyValueIsAValue() {
        store().put("k", new byte[0]);

        assertThat(store().get("k").orElseThrow()).isEmpty();
    }

    @Test
    void keysAreListedSortedByTheirBeginning() {
        store().putText("b/2", "");
        store().putText("a/1", "");
        store().putText("b/1", "");
        store().putText("b", "");

        assertThat(store().keys("b/")).containsExactly("b/1", "b/2");
        assertThat(store().keys("")).containsExactly("a/1", "b", "b/1", "b/2");
        assertThat(store().keys("c")).isEmpty();
    }

    @Test
    void scopesDoNotSeeEachOther() {
        Store store = store();
        store.putText("k", "own");
        store.of(ADA).putText("k", "ada's");
        store.session("ada").putText("k", "of a session");
        store.of(ADA).session("s").putText("k", "of her session");

        assertThat(store.text("k")).contains("own");
        assertThat(store.of(ADA).text("k")).contains("ada's");
        assertThat(store.session("ada").text("k")).contains("of a session");
        assertThat(store.of(ADA).session("s").text("k")).contains("of her session");
        assertThat(store.of(BOB).text("k")).isEmpty();
        assertThat(store.keys("")).containsExactly("k");
        assertThat(store.of(ADA).keys("")).containsExactly("k");
    }

    @Test
    void noNameOfAScopeOrKeyLeadsToAnotherScope() {
        store().of(ADA).putText("x", "secret");

        for (String key : new String[] {"c3:ada/x", "/c3:ada/x", "ada/x", "../x", "c3:ada\0x"}) {
            assertThat(store().text(key)).isEmpty();
            store().putText(key, "other");
        }
        assertThat(store().session("1:a/c3:ada").text("x")).isEmpty();
        assertThat(store().of(ADA).text("x")).contains("secret");
        assertThat(store().of(ADA).keys("")).containsExactly("x");
    }

    @Test
    void aValueWithATimeIsGoneAfterIt() {
        store().put("k", new byte[1], Duration.ofMinutes(1));
        store().put("stays", new byte[1]);
        clock.advance(Duration.ofSeconds(59));
        assertThat(store().get("k")).isPresent();

        clock.advance(Duration.ofSeconds(1));

        assertThat(store().get("k")).isEmpty();
        assertThat(store().keys("")).containsExactly("stays");
        assertThat(store().delete("k")).isFalse();
        store().put("k", new byte[1]);
        assertThat(store().get("k")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uD800", "a\uDC00b"})
    void aKeyThatIsNoTextIsRefused(String key) {
        assertThatThrownBy(() -> store().putText(key, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key");
        assertThatThrownBy(() -> store().get(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().session(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysAndValuesHaveBounds() {
        String longest = "ä".repeat(Store.LONGEST_KEY / 2);
        store().put(longest, new byte[Store.LARGEST_VALUE]);
        assertThat(store().get(longest).orElseThrow()).hasSize(Store.LARGEST_VALUE);

        assertThatThrownBy(() -> store().putText(longest + "a", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().put("k", new byte[Store.LARGEST_VALUE + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1048577");
        assertThatThrownBy(() -> store().put("k", new byte[1], Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store().keys("")).containsExactly(longest);
    }

    @Test
    void aFullStoreRefusesAndHasRoomAgainWhenValuesAreGone() {
        byte[] large = new byte[Store.LARGEST_VALUE];
        int fit = (int) (Store.LARGEST_TOTAL / Store.LARGEST_VALUE) - 1;
        for (int i = 0; i < fit; i++) {
            store().of(ADA).put("k" + i, large, Duration.ofMinutes(1));
        }
        assertThatThrownBy(
                        () -> {
                            store().put("a", large);
                            store().put("b", large);
                        })
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.DiskFull.class));
        assertThat(store().get("b")).isEmpty();
        store().of(ADA).put("k0", large);

        clock.advance(Duration.ofMinutes(2));

        store().put("b", large);
        assertThat(store().of(ADA).keys("")).containsExactly("k0");
    }
}

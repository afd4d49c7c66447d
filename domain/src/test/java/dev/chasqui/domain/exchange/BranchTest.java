package dev.chasqui.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.Dialect;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class BranchTest {
    private final List<String> told = new ArrayList<>();
    private final Exchange exchange =
            new Exchange(
                    "x",
                    Caller.anonymous("127.0.0.1"),
                    Dialect.OPENAI,
                    List.of("hop"),
                    told::add,
                    true);

    @Test
    void aBranchShowsLoadingWhereItsExchangeDoes() {
        Exchange branch = exchange.branch(progress -> told.add("branch: " + progress));
        branch.loading("half of it");
        exchange.loading("all of it");
        assertThat(told).containsExactly("branch: half of it", "all of it");

        Exchange blind = new Exchange("y", exchange.caller(), exchange.dialect(), told::add);
        blind.loading("nothing of it");
        blind.branch(told::add).loading("nothing of it");
        assertThat(told).hasSize(2);
    }

    @Test
    void aBranchIsTheSameExchangeWithNotesOfItsOwn() {
        exchange.metadata().put("a", "1");
        Exchange branch = exchange.branch(progress -> told.add("branch: " + progress));
        branch.metadata().put("b", "2");

        branch.progress("one");

        assertThat(branch.id()).isEqualTo("x");
        assertThat(branch.hops()).containsExactly("hop");
        assertThat(branch.metadata()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(exchange.metadata()).isEqualTo(Map.of("a", "1"));
        assertThat(told).containsExactly("branch: one");
    }

    @Test
    void givingUpTheExchangeGivesUpItsBranches() {
        Exchange one = exchange.branch(told::add);
        Exchange two = one.branch(told::add);

        exchange.cancellation().cancel();

        assertThat(one.cancellation().isCancelled()).isTrue();
        assertThat(two.cancellation().isCancelled()).isTrue();
        assertThat(exchange.branch(told::add).cancellation().isCancelled()).isTrue();
    }

    @Test
    void givingUpABranchLeavesTheOthers() {
        Exchange one = exchange.branch(told::add);
        Exchange two = exchange.branch(told::add);

        one.cancellation().cancel();

        assertThat(exchange.cancellation().isCancelled()).isFalse();
        assertThat(two.cancellation().isCancelled()).isFalse();
    }

    @Test
    void aBranchThatIsOverIsNotHeldByItsExchange() {
        Exchange branch = exchange.branch(told::add);
        assertThat(exchange.cancellation().closers()).isEqualTo(1);

        branch.cancellation().cancel();

        assertThat(exchange.cancellation().closers()).isZero();
    }
}

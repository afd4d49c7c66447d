package dev.chasqui.application.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;

/** The names that are looked up, in virtual time. */
class HostNamesTest {
    private static final Set<InetAddress> FIVE = Set.of(InetAddress.ofLiteral("10.0.0.5"));
    private static final long PAUSE = HostNames.PAUSE.toNanos();

    private final HostNames names = new HostNames();

    @Test
    void aNameIsLookedUpAtOnceAndAgainWhileItIsNeeded() {
        names.need(Set.of("gpu1"), 7);
        assertThat(names.nextDue()).isEqualTo(7);

        assertThat(names.ask()).containsExactly("gpu1");
        assertThat(names.nextDue()).isEqualTo(Sightings.NEVER);
        names.found(Map.of("gpu1", FIVE), 8);

        assertThat(names.known()).containsExactly(Map.entry("gpu1", FIVE));
        assertThat(names.nextDue()).isEqualTo(8 + PAUSE);
        names.need(Set.of("gpu1"), 9);
        assertThat(names.nextDue()).isEqualTo(8 + PAUSE);
        names.need(Set.of(), 10);
        assertThat(names.nextDue()).isEqualTo(Sightings.NEVER);
        assertThat(names.known()).isEmpty();
    }

    @Test
    void aLookUpInVainLeavesWhatWasKnown() {
        names.need(Set.of("gpu1", "gone"), 0);
        names.ask();
        names.found(Map.of("gpu1", FIVE), 0);
        names.ask();
        names.found(Map.of(), 1);

        assertThat(names.known())
                .containsOnly(Map.entry("gpu1", FIVE), Map.entry("gone", Set.of()));
    }

    @Test
    void aNameThatIsNeededDuringALookUpIsDueAfterIt() {
        names.need(Set.of("gpu1"), 0);
        names.ask();
        names.need(Set.of("gpu2"), 1);
        names.found(Map.of("gpu1", FIVE), 2);

        assertThat(names.known()).isEmpty();
        assertThat(names.nextDue()).isEqualTo(2);
    }
}

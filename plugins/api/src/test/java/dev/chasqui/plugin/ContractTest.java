package dev.chasqui.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.agent.Agent;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;

/**
 * The contract for authors is the one that {@code contract.txt} lists, and keeps what the last
 * release had; see decision 0040.
 */
class ContractTest {
    private static final Path LISTED = Path.of("contract.txt");

    /** The listing of the last release; there is none before the first one. */
    private static final Path RELEASED = Path.of("contract-released.txt");

    /** The system property that makes the test write the listing instead of comparing it. */
    private static final boolean WRITE = Boolean.getBoolean("contract.write");

    private static final String COMMAND =
            "the contract has changed; if that is meant, write it anew: ./mvnw -q -o verify -pl"
                    + " plugins/api -am -Dtest=ContractTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dcontract.write=true";

    @Test
    void theContractIsTheOneThatIsListed() throws IOException {
        SortedSet<String> present = ContractListing.of(Agent.class, Plugin.class);
        if (WRITE) {
            Files.write(LISTED, present);
        }
        List<String> listed = Files.readAllLines(LISTED);

        assertThat(ContractChange.breaks(listed, present))
                .as("this breaks code of authors; " + COMMAND)
                .isEmpty();
        assertThat(present).as(COMMAND).containsExactlyElementsOf(listed);
    }

    @Test
    void nothingOfTheLastReleaseIsBroken() throws IOException {
        if (Files.exists(RELEASED)) {
            assertThat(
                            ContractChange.breaks(
                                    Files.readAllLines(RELEASED),
                                    ContractListing.of(Agent.class, Plugin.class)))
                    .isEmpty();
        }
    }

    @Test
    void aSubtypeOfASealedTypeOrAConstantIsAGapInSwitches() {
        assertThat(
                        ContractChange.breaks(
                                List.of("Event: sealed interface", "Event: permits A", "E: enum"),
                                List.of(
                                        "Event: sealed interface",
                                        "Event: permits A",
                                        "Event: permits B",
                                        "E: enum",
                                        "E: constant X: E")))
                .containsExactly(
                        "a switch over it has a gap: E: constant X: E",
                        "a switch over it has a gap: Event: permits B");
    }

    @Test
    void aMethodWithoutBodyIsMissingInImplementationsUnlessTheServerHasThem() {
        String host = "plugin.Host: ";
        assertThat(
                        ContractChange.breaks(
                                List.of("Agent: interface", host + "interface"),
                                List.of(
                                        "Agent: interface",
                                        "Agent: abstract method a(): void",
                                        "Agent: method b(): void",
                                        host + "interface",
                                        host + "abstract method c(): void")))
                .containsExactly("its implementations lack it: Agent: abstract method a(): void");
    }

    @Test
    void whatIsGoneIsMissed() {
        assertThat(
                        ContractChange.breaks(
                                List.of(
                                        "A: abstract method got(): void",
                                        "A: method body(): void",
                                        "A: constructor (int)"),
                                List.of("A: method got(): void", "New: permits X")))
                .containsExactly("gone: A: method body(): void", "gone: A: constructor (int)");
    }
}

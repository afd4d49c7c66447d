package dev.chasqui.benchmarks.studies;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chasqui.benchmarks.gateways.Chasqui;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.gateways.Running;
import dev.chasqui.benchmarks.load.Ask;
import dev.chasqui.benchmarks.mock.Answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everybody who is there to be measured.
 *
 * @param direct the mock without a gateway before it
 * @param chasqui ours
 * @param peers the other gateways, the yardstick first
 */
public record Field(Gateway direct, Gateway chasqui, List<Gateway> peers) {
    /** Some hundred times slower than the others. */
    private static final Set<String> SLOW = Set.of("litellm", "portkey");

    /** Those that write an answer anew; of the others every byte is compared. */
    private static final Set<String> VERBATIM =
            Set.of("direct", Study.YARDSTICK, "haproxy", Chasqui.NAME);

    /** Copies the list. */
    public Field {
        peers = List.copyOf(peers);
    }

    /** All gateways. */
    List<Contestant> gateways(Prompt prompt) {
        List<Contestant> all = new ArrayList<>();
        peers.forEach(peer -> all.add(contestant(peer, prompt)));
        all.add(1, contestant(chasqui, prompt));
        return all;
    }

    /** All gateways, and the mock itself. */
    List<Contestant> gatewaysAndDirect(Prompt prompt) {
        List<Contestant> all = gateways(prompt);
        all.addFirst(contestant(direct, prompt));
        return all;
    }

    /** Some of these, without those that are too slow for a load. */
    static List<Contestant> fast(List<Contestant> all) {
        return all.stream().filter(one -> one.pace() != Contestant.Pace.SLOW).toList();
    }

    /** The yardstick alone. */
    Contestant yardstick(Prompt prompt) {
        return contestant(peers.getFirst(), prompt);
    }

    /** A path through ours, by OpenAI's dialect. */
    Contestant path(String name, Prompt prompt, Ask.Expected expected) {
        return contestant(name, chasqui, prompt, expected);
    }

    /** A path through ours. */
    Contestant path(String name, String path, String model, Prompt prompt, Ask.Expected expected) {
        Gateway other =
                new Gateway(
                        name, chasqui.port(), path, model, chasqui.headers(), chasqui.process());
        return contestant(name, other, prompt, expected);
    }

    /** What a whole answer of a gateway must be. */
    public static Ask.Expected expected(Gateway gateway) {
        return VERBATIM.contains(gateway.name())
                ? new Ask.Same(Answers.openAi().getBytes(US_ASCII))
                : new Ask.Holds(Answers.text());
    }

    private static Contestant contestant(Gateway gateway, Prompt prompt) {
        Contestant one = contestant(gateway.name(), gateway, prompt, expected(gateway));
        if (gateway.name().equals(Chasqui.NAME)) {
            return one;
        }
        return one.with(
                SLOW.contains(gateway.name()) ? Contestant.Pace.SLOW : Contestant.Pace.STEADY);
    }

    private static Contestant contestant(
            String name, Gateway gateway, Prompt prompt, Ask.Expected expected) {
        Optional<Running> process = gateway.process();
        return new Contestant(
                name, gateway.ask(prompt, expected), process, Contestant.Pace.WARMS_UP);
    }
}
